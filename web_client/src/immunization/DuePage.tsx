import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconClock, IconHandStop } from "@tabler/icons-react";
import { useQuery } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { useListChoices } from "../clinic/choices";
import { shortDay, today } from "../language/dates";
import { Empty } from "../parts/Empty";
import { ExportButton } from "../parts/ExportButton";
import type { Filter } from "../parts/FilterBar";
import { type Filters, yes } from "../parts/filters";
import { PersonList } from "../parts/PersonList";
import type { Column } from "../parts/Table";
import { useCount } from "../parts/use-count";
import { orderOf, pageOf, useFilters } from "../parts/use-filters";
import { useYesNo } from "../parts/use-yes-no";
import { useSession } from "../session/viewer";
import { useClassChoices, useGroupChoices } from "./choices";
import { DueViews } from "./DueViews";
import classes from "./Immunization.module.css";
import { OBSTACLES } from "./names";

const Due = graphql(`
  query Due(
    $filter: ImmunizationDueFilter, $orderBy: ImmunizationDueOrder
    $first: Int, $after: String, $last: Int, $before: String
  ) {
    dueImmunizations(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        name
        doseNumber
        dueOn
        overdue
        actOn
        obstacles
        vaccines { code name }
        patient { id fullName birthDate birthYear age { words } }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

const CountDue = graphql(`
  query CountDue($filter: ImmunizationDueFilter) {
    dueImmunizations(filter: $filter, first: 1) { totalCount { value exact } }
  }
`);

const DueChoices = graphql(`
  query DueChoices($clinicId: ID) {
    areas(filter: { clinicId: $clinicId }, first: 100) { nodes { id number } }
  }
`);

type Variables = VariablesOf<typeof Due>;
type Row = ResultOf<typeof Due>["dueImmunizations"]["nodes"][number];

/** «18 years ago today»: whoever is born after it is a child. */
const yearsAgo = (years: number) =>
  `${Number(today().slice(0, 4)) - years}${today().slice(4)}`.replace("02-29", "02-28");

const AGES: Record<string, [from: number | null, to: number | null]> = {
  infants: [1, null],
  small: [7, 1],
  school: [18, 7],
  adults: [null, 18],
};

function dueFilter(filters: Filters): Variables["filter"] {
  const [from, to] = AGES[filters.age ?? ""] ?? [null, null];
  return {
    listId: filters.list,
    areaId: filters.area,
    groupId: filters.group,
    vaccineGroup: filters.vaccine,
    overdue: yes(filters.overdue),
    held: yes(filters.held),
    dueUntil: filters.to,
    bornFrom: filters.bornFrom ?? (from ? yearsAgo(from) : undefined),
    bornTo: filters.bornTo ?? (to ? yearsAgo(to) : undefined),
  };
}

/** Who is due for what today, the youngest first: their days are counted. */
export function DuePage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const filter = dueFilter(filters);
  const sort = filters.sort ?? "BIRTH_DATE DESC";
  const orderBy = orderOf<Variables["orderBy"]>(sort);
  const [{ data, error }, ask] = useQuery({
    query: Due,
    variables: { filter, orderBy, ...pageOf(filters) },
    requestPolicy: "cache-and-network",
  });
  const counting = useCount(CountDue, { filter });
  return (
    <PersonList
      title={t`Due for vaccination`}
      lead={t`Each row is the next dose of one vaccine for one person, until today unless you choose a day.`}
      filters={useDueFilters()}
      actions={<ExportButton input={{ what: "DUE_IMMUNIZATIONS", immunizationDueFilter: filter }} />}
      found={data?.dueImmunizations}
      error={error}
      onAgain={ask}
      counting={counting}
      columns={useColumns()}
      personOf={({ patient }) => patient}
      sort={sort}
      empty={<Empty title={t`Nobody is due here`}>{t`Remove a filter, or choose a later day.`}</Empty>}
    >
      <DueViews filters={filters} filter={filter} />
    </PersonList>
  );
}

function useDueFilters(): Filter[] {
  const { t } = useLingui();
  const clinicId = useSession().viewer.clinic?.id;
  const [{ data }] = useQuery({ query: DueChoices, variables: { clinicId } });
  const lists = useListChoices(undefined);
  const groups = useGroupChoices();
  const areas = (data?.areas.nodes ?? []).map(({ id, number }) => ({ value: id, label: number }));
  const classesOf = useClassChoices(clinicId);
  const yesNo = useYesNo();
  return [
    { name: "vaccine", label: t`Vaccine`, options: groups },
    { name: "overdue", label: t`Overdue`, options: yesNo },
    { name: "to", label: t`Due until` },
    {
      name: "age",
      label: t`Age`,
      options: [
        { value: "infants", label: t`under 1 year` },
        { value: "small", label: t`1 to 6 years` },
        { value: "school", label: t`7 to 17 years` },
        { value: "adults", label: t`adults` },
      ],
    },
    { name: "group", label: t`Class or group`, options: classesOf },
    { name: "area", label: t`Area`, options: areas },
    { name: "list", label: t`Doctor`, options: lists },
    { name: "held", label: t`Something stands in the way`, options: yesNo },
    { name: "bornFrom", label: t`Born from` },
    { name: "bornTo", label: t`Born until` },
  ];
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  return [
    {
      id: "name",
      label: t`Name`,
      sort: "PATIENT_NAME",
      cell: ({ patient }) => (patient ? <strong>{patient.fullName}</strong> : t`person of another clinic`),
    },
    {
      id: "born",
      label: t`Born`,
      extra: true,
      sort: "BIRTH_DATE",
      cell: ({ patient }) => (patient?.birthDate ? shortDay(patient.birthDate) : patient?.birthYear),
    },
    { id: "age", label: t`Age`, extra: true, cell: ({ patient }) => patient?.age.words },
    {
      id: "vaccine",
      label: t`Vaccine`,
      cell: ({ name, doseNumber }) => (
        <>
          {name} · {doseNumber}
        </>
      ),
    },
    {
      id: "give",
      label: t`What to give`,
      extra: true,
      cell: ({ vaccines }) => vaccines[0]?.name,
    },
    { id: "due", label: t`Due`, sort: "DUE_ON", cell: ({ dueOn }) => shortDay(dueOn) },
    { id: "state", label: t`State`, cell: (row) => <DueState row={row} /> },
  ];
}

function DueState({ row: { obstacles, overdue } }: { row: Row }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const held = obstacles.length > 0;
  const Icon = held ? IconHandStop : overdue ? IconAlertTriangle : IconClock;
  const words = held ? obstacles.map((one) => i18n._(OBSTACLES[one])).join(", ") : overdue ? t`overdue` : t`due now`;
  return (
    <span className={classes.state} data-meaning={held ? "attention" : overdue ? "urgent" : undefined}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {words}
    </span>
  );
}

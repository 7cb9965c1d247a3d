import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { useListChoices } from "../clinic/choices";
import { useClinicFilter, useRegionFilter } from "../clinic/place-filters";
import { useClassChoices, useGroupChoices, useKindChoices } from "../immunization/choices";
import { shortDay } from "../language/dates";
import { sayIin } from "../language/numbers";
import { Empty } from "../parts/Empty";
import { ExportButton } from "../parts/ExportButton";
import type { Filter } from "../parts/FilterBar";
import { type Filters, yes } from "../parts/filters";
import { PersonList } from "../parts/PersonList";
import type { Column } from "../parts/Table";
import { useCount } from "../parts/use-count";
import { orderOf, pageOf, useFilters } from "../parts/use-filters";
import { useMay, useSession } from "../session/viewer";
import { SEXES, useSexName } from "./names";

const People = graphql(`
  query People(
    $filter: PatientFilter, $orderBy: PatientOrder, $asOf: Date, $first: Int, $after: String, $last: Int, $before: String
  ) {
    patients(filter: $filter, orderBy: $orderBy, asOf: $asOf, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        fullName
        iin
        temporaryId
        sex
        birthDate
        identityMasked
        birthYear
        age { words }
        attachment(asOf: $asOf) { id startsOn clinic { id name } doctor { id shortName } area { id number } }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

const CountPeople = graphql(`
  query CountPeople($filter: PatientFilter, $asOf: Date) {
    patients(filter: $filter, asOf: $asOf, first: 1) { totalCount { value exact } }
  }
`);

type Variables = VariablesOf<typeof People>;
type Row = ResultOf<typeof People>["patients"]["nodes"][number];

export function patientFilter(filters: Filters): Variables["filter"] {
  return {
    regionCode: filters.region,
    clinicId: filters.clinic,
    listId: filters.list,
    areaId: filters.area,
    sex: filters.sex as Row["sex"] | undefined,
    bornFrom: filters.bornFrom,
    bornTo: filters.bornTo,
    unattached: yes(filters.unattached),
    staying: yes(filters.staying),
    groupId: filters.group,
    immunization: immunizationFilter(filters),
  };
}

/** By the doses that people have or owe: what the counts of coverage and of a month's plan open. */
function immunizationFilter({ vaccine, doses, asked, give, to }: Filters) {
  if (!vaccine && !give && !to) return undefined;
  const ofVaccine = (count: string | undefined) => (vaccine && count ? Number(count) : undefined);
  return {
    vaccineGroup: vaccine,
    doses: ofVaccine(doses),
    askedDoses: ofVaccine(asked),
    code: give,
    actUntil: to,
  };
}

export function PeoplePage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const filter = patientFilter(filters);
  const asOf = filters.asOf;
  const sort = filters.sort ?? "NAME ASC";
  const orderBy = orderOf<Variables["orderBy"]>(sort);
  const [{ data, error }, ask] = useQuery({ query: People, variables: { filter, orderBy, asOf, ...pageOf(filters) } });
  const counting = useCount(CountPeople, { filter, asOf });
  return (
    <PersonList
      title={t`People`}
      filters={usePeopleFilters(filters)}
      actions={<ExportButton input={{ what: "PATIENTS", patientFilter: filter, asOf }} />}
      found={data?.patients}
      error={error}
      onAgain={ask}
      counting={counting}
      columns={useColumns()}
      personOf={(row) => row}
      sort={sort}
      empty={<Empty title={t`Nobody fits these filters`}>{t`Remove a filter above.`}</Empty>}
    />
  );
}

function usePeopleFilters({ clinic }: Filters): Filter[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const lists = useListChoices(clinic);
  const sexes = (["FEMALE", "MALE"] as const).map((value) => ({ value, label: i18n._(SEXES[value]) }));
  return [
    ...useRegionFilter(),
    ...useClinicFilter(),
    { name: "list", label: t`Doctor`, options: lists },
    { name: "sex", label: t`Sex`, options: sexes },
    { name: "bornFrom", label: t`Born from` },
    { name: "bornTo", label: t`Born until` },
    { name: "unattached", label: t`Not attached`, options: [{ value: "yes", label: t`yes` }] },
    { name: "staying", label: t`Counted on a doctor's list`, options: [{ value: "yes", label: t`yes` }] },
    ...useImmunizationFilters(clinic),
    { name: "asOf", label: t`As it was on` },
  ];
}

function useImmunizationFilters(clinic: string | undefined): Filter[] {
  const { t } = useLingui();
  const mayRead = useMay("READ_IMMUNIZATIONS");
  const groups = useGroupChoices();
  const kinds = useKindChoices();
  const classesOf = useClassChoices(clinic);
  const doses = ["0", "1", "2", "3", "4"].map((value) => ({
    value,
    label: value === "0" ? t`any, also none` : t`${value} or more`,
  }));
  const dueOrGiven = ["1", "2", "3", "4"].map((doseNumber) => ({ value: doseNumber, label: t`dose ${doseNumber}` }));
  if (!mayRead) return [];
  return [
    { name: "vaccine", label: t`Vaccine`, options: groups },
    { name: "doses", label: t`Doses that count`, options: doses },
    { name: "asked", label: t`Due by today or given`, options: dueOrGiven },
    { name: "give", label: t`What to give`, options: kinds },
    { name: "to", label: t`To be given by` },
    { name: "group", label: t`Class or group`, options: classesOf },
  ];
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  const sexName = useSexName();
  const ofClinic = Boolean(useSession().viewer.clinic);
  return [
    {
      id: "name",
      label: t`Name`,
      sort: "NAME",
      cell: (row) => <strong className={row.identityMasked ? "together" : undefined}>{row.fullName}</strong>,
    },
    {
      id: "iin",
      label: t`IIN`,
      extra: true,
      whole: true,
      cell: ({ iin, temporaryId }) => (iin ? sayIin(iin) : (temporaryId ?? "—")),
    },
    {
      id: "born",
      label: t`Born`,
      sort: "BIRTH_DATE",
      whole: true,
      cell: ({ birthDate, birthYear }) => (birthDate ? shortDay(birthDate) : birthYear),
    },
    { id: "age", label: t`Age`, extra: true, cell: ({ age }) => age.words },
    { id: "sex", label: t`Sex`, extra: true, cell: ({ sex }) => sexName(sex) },
    ...(ofClinic
      ? []
      : [
          { id: "clinic", label: t`Clinic`, cell: ({ attachment }: Row) => attachment?.clinic.name ?? t`not attached` },
        ]),
    {
      id: "doctor",
      label: t`Doctor`,
      extra: !ofClinic,
      whole: true,
      cell: ({ attachment }) => (attachment ? attachment.doctor?.shortName : ofClinic && t`not attached`),
    },
  ];
}

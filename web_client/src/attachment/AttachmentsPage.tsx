import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { useListChoices } from "../clinic/choices";
import { useClinicFilter, useRegionFilter } from "../clinic/place-filters";
import { shortDay } from "../language/dates";
import { useNamed } from "../language/use-named";
import { Empty } from "../parts/Empty";
import { ExportButton } from "../parts/ExportButton";
import type { Filter } from "../parts/FilterBar";
import { type Filters, yes } from "../parts/filters";
import { PersonList } from "../parts/PersonList";
import type { Column } from "../parts/Table";
import { useCount } from "../parts/use-count";
import { orderOf, pageOf, useFilters } from "../parts/use-filters";
import { useYesNo } from "../parts/use-yes-no";
import { CHANNELS, REASONS } from "./names";
import { neverHeld } from "./timeline";

const Attachments = graphql(`
  query Attachments(
    $filter: AttachmentFilter, $orderBy: AttachmentOrder, $asOf: Date
    $first: Int, $after: String, $last: Int, $before: String
  ) {
    attachments(filter: $filter, orderBy: $orderBy, asOf: $asOf, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        startsOn
        endsOn
        reasonName
        resident
        homeVisits
        overNorm
        patient { id shortName }
        clinic { id name }
        doctor { id shortName }
        area { id number }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

const CountAttachments = graphql(`
  query CountAttachments($filter: AttachmentFilter, $asOf: Date) {
    attachments(filter: $filter, asOf: $asOf, first: 1) { totalCount { value exact } }
  }
`);

type Variables = VariablesOf<typeof Attachments>;
type Row = ResultOf<typeof Attachments>["attachments"]["nodes"][number];

function attachmentFilter(filters: Filters): Variables["filter"] {
  return {
    regionCode: filters.region,
    clinicId: filters.clinic,
    listId: filters.list,
    reason: filters.reason as keyof typeof REASONS | undefined,
    channel: filters.channel as keyof typeof CHANNELS | undefined,
    resident: yes(filters.resident),
    overNorm: yes(filters.over),
    changedFrom: filters.from,
    changedTo: filters.to,
  };
}

export function AttachmentsPage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const filter = attachmentFilter(filters);
  const asOf = filters.asOf;
  const sort = filters.sort ?? "STARTS_ON DESC";
  const orderBy = orderOf<Variables["orderBy"]>(sort);
  const [{ data, error }, ask] = useQuery({
    query: Attachments,
    variables: { filter, orderBy, asOf, ...pageOf(filters) },
  });
  const counting = useCount(CountAttachments, { filter, asOf });
  return (
    <PersonList
      title={t`Attachments`}
      lead={t`Who is attached where, and what changed between two days.`}
      filters={useAttachmentFilters(filters)}
      actions={<ExportButton input={{ what: "ATTACHMENTS", attachmentFilter: filter, asOf }} />}
      found={data?.attachments}
      error={error}
      onAgain={ask}
      counting={counting}
      columns={useColumns()}
      personOf={({ patient }) => patient}
      sort={sort}
      empty={<Empty title={t`No attachment fits these filters`}>{t`Remove a filter above.`}</Empty>}
    />
  );
}

function useAttachmentFilters({ clinic }: Filters): Filter[] {
  const { t } = useLingui();
  const named = useNamed();
  const lists = useListChoices(clinic);
  const yesNo = useYesNo();
  return [
    ...useRegionFilter(),
    ...useClinicFilter(),
    { name: "list", label: t`Doctor`, options: lists },
    { name: "from", label: t`Changed from` },
    { name: "to", label: t`Changed until` },
    { name: "asOf", label: t`As it was on` },
    { name: "reason", label: t`Reason`, options: named(REASONS) },
    { name: "channel", label: t`Channel`, options: named(CHANNELS) },
    { name: "resident", label: t`Lives in the area`, options: yesNo },
    { name: "over", label: t`List over the norm`, options: yesNo },
  ];
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  return [
    {
      id: "name",
      label: t`Name`,
      sort: "PATIENT_NAME",
      cell: ({ patient }) =>
        patient ? <strong className="together">{patient.shortName}</strong> : t`person of another clinic`,
    },
    { id: "from", label: t`From`, sort: "STARTS_ON", cell: ({ startsOn }) => shortDay(startsOn) },
    {
      id: "to",
      label: t`To`,
      extra: true,
      cell: (row) => (neverHeld(row) ? t`undone` : row.endsOn ? shortDay(row.endsOn) : t`now`),
    },
    { id: "clinic", label: t`Clinic`, cell: ({ clinic }) => clinic.name },
    { id: "doctor", label: t`Doctor`, extra: true, whole: true, cell: ({ doctor }) => doctor?.shortName },
    { id: "area", label: t`Area`, extra: true, cell: ({ area }) => area?.number },
    { id: "reason", label: t`Reason`, extra: true, cell: ({ reasonName }) => reasonName },
    { id: "home", label: t`Home visits`, extra: true, cell: ({ homeVisits }) => (homeVisits ? t`yes` : t`given up`) },
  ];
}

import { useLingui as useRuntime } from "@lingui/react";
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
import type { Filters } from "../parts/filters";
import { PersonList } from "../parts/PersonList";
import type { Column } from "../parts/Table";
import { useCount } from "../parts/use-count";
import { pageOf, useFilters } from "../parts/use-filters";
import { REFUSALS } from "./names";

const AttachmentRefusals = graphql(`
  query AttachmentRefusals($filter: AttachmentFilter, $first: Int, $after: String, $last: Int, $before: String) {
    attachmentRefusals(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        on
        code
        message
        patient { id shortName }
        clinic { id name }
        doctorList { id doctor { id shortName } }
        rule { act source verified }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

const CountRefusals = graphql(`
  query CountRefusals($filter: AttachmentFilter) {
    attachmentRefusals(filter: $filter, first: 1) { totalCount { value exact } }
  }
`);

type Variables = VariablesOf<typeof AttachmentRefusals>;
type Row = ResultOf<typeof AttachmentRefusals>["attachmentRefusals"]["nodes"][number];

function refusalFilter(filters: Filters): Variables["filter"] {
  return {
    regionCode: filters.region,
    clinicId: filters.clinic,
    listId: filters.list,
    code: filters.code as keyof typeof REFUSALS | undefined,
    changedFrom: filters.from,
    changedTo: filters.to,
  };
}

/** Who was refused where and by which rule: a clinic that refuses too readily is seen here. */
export function RefusalsPage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const filter = refusalFilter(filters);
  const [{ data, error }, ask] = useQuery({
    query: AttachmentRefusals,
    variables: { filter, ...pageOf(filters) },
    requestPolicy: "cache-and-network",
  });
  const counting = useCount(CountRefusals, { filter });
  const narrowed = Object.values(filter ?? {}).some(Boolean);
  return (
    <PersonList
      title={t`Refusals`}
      lead={t`Requests for attachment that were refused, and by which rule; the newest first.`}
      filters={useRefusalFilters(filters)}
      actions={<ExportButton input={{ what: "ATTACHMENT_REFUSALS", attachmentFilter: filter }} />}
      found={data?.attachmentRefusals}
      error={error}
      onAgain={ask}
      counting={counting}
      columns={useColumns()}
      personOf={({ patient }) => patient}
      empty={
        narrowed ? (
          <Empty title={t`No refusal fits these filters`}>{t`Remove a filter above.`}</Empty>
        ) : (
          <Empty
            title={t`Nobody has been refused`}
          >{t`A request that a rule refuses is kept here with the rule and its source.`}</Empty>
        )
      }
    />
  );
}

function useRefusalFilters({ clinic }: Filters): Filter[] {
  const { t } = useLingui();
  const named = useNamed();
  const lists = useListChoices(clinic);
  return [
    ...useRegionFilter(),
    ...useClinicFilter(),
    { name: "list", label: t`Doctor`, options: lists },
    { name: "code", label: t`Why refused`, options: named(REFUSALS) },
    { name: "from", label: t`Refused from` },
    { name: "to", label: t`Refused until` },
  ];
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const said = (code: string) => (code in REFUSALS ? i18n._(REFUSALS[code as keyof typeof REFUSALS]) : code);
  return [
    {
      id: "name",
      label: t`Name`,
      cell: ({ patient }) =>
        patient ? <strong className="together">{patient.shortName}</strong> : t`person of another clinic`,
    },
    { id: "on", label: t`Day`, cell: ({ on }) => shortDay(on) },
    { id: "why", label: t`Why refused`, cell: ({ code, message }) => <span title={message}>{said(code)}</span> },
    { id: "clinic", label: t`Clinic`, cell: ({ clinic }) => clinic.name },
    {
      id: "doctor",
      label: t`Doctor`,
      extra: true,
      whole: true,
      cell: ({ doctorList }) => doctorList?.doctor.shortName,
    },
    {
      id: "rule",
      label: t`Rule`,
      extra: true,
      cell: ({ rule }) => rule && <span title={rule.source}>{rule.act}</span>,
    },
  ];
}

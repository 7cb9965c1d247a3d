import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { useClient, useQuery } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { useClinicChoices, useListChoices, useRegionChoices } from "../clinic/choices";
import { shortDay } from "../language/dates";
import { Empty } from "../parts/Empty";
import { ExportButton } from "../parts/ExportButton";
import { type Filter, FilterBar } from "../parts/FilterBar";
import type { Filters } from "../parts/filters";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { WithPerson } from "../parts/PersonDrawer";
import { type Column, Table } from "../parts/Table";
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
  const client = useClient();
  const [filters, set] = useFilters();
  const filter = refusalFilter(filters);
  const [{ data, error }, ask] = useQuery({
    query: AttachmentRefusals,
    variables: { filter, ...pageOf(filters) },
    requestPolicy: "cache-and-network",
  });
  const count = async () =>
    (await client.query(CountRefusals, { filter }).toPromise()).data?.attachmentRefusals.totalCount ?? null;
  const narrowed = Object.values(filter ?? {}).some(Boolean);
  return (
    <WithPerson title={t`Refusals`}>
      <ListPage
        title={t`Refusals`}
        lead={t`Requests for attachment that were refused, and by which rule; the newest first.`}
        error={data ? undefined : error}
        onAgain={ask}
        filters={<FilterBar filters={useRefusalFilters(filters)} />}
        actions={<ExportButton input={{ what: "ATTACHMENT_REFUSALS", attachmentFilter: filter }} />}
      >
        <Table
          caption={t`Refusals`}
          columns={useColumns()}
          rows={data?.attachmentRefusals.nodes}
          onOpen={({ patient }) => patient && set({ person: patient.id })}
          openId={filters.person}
          idOf={({ patient, id }) => patient?.id ?? id}
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
        <Pager info={data?.attachmentRefusals.pageInfo} onCount={count} key={JSON.stringify(filter)} />
      </ListPage>
    </WithPerson>
  );
}

function useRefusalFilters({ clinic }: Filters): Filter[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const regions = useRegionChoices();
  const clinics = useClinicChoices();
  const lists = useListChoices(clinic);
  const codes = Object.entries(REFUSALS).map(([value, name]) => ({ value, label: i18n._(name) }));
  return [
    ...(regions.length > 1 ? [{ name: "region" as const, label: t`Region`, options: regions }] : []),
    ...(clinics.length > 1 ? [{ name: "clinic" as const, label: t`Clinic`, options: clinics }] : []),
    { name: "list", label: t`Doctor`, options: lists },
    { name: "code", label: t`Why refused`, options: codes },
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

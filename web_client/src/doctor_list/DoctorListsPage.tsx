import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { useClinicFilter, useRegionFilter } from "../clinic/place-filters";
import { useNamed } from "../language/use-named";
import { Empty } from "../parts/Empty";
import { ExportButton } from "../parts/ExportButton";
import { type Filter, FilterBar } from "../parts/FilterBar";
import { yes } from "../parts/filters";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { Rule } from "../parts/Rule";
import { orderOf, pageOf, useFilters } from "../parts/use-filters";
import { useYesNo } from "../parts/use-yes-no";
import { LIST_KINDS } from "./kinds";
import { LoadChart } from "./LoadChart";
import { LoadTable } from "./LoadTable";

const DoctorLists = graphql(
  `
  query DoctorLists(
    $filter: DoctorListFilter, $orderBy: DoctorListOrder, $first: Int, $after: String, $last: Int, $before: String
  ) {
    doctorLists(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        kind
        people
        norm
        room
        overNorm
        ratio
        clinic { id name }
        doctor { id fullName shortName }
        areas { id number }
        normRule { ...Rule }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`,
  [Rule],
);

type Variables = VariablesOf<typeof DoctorLists>;
export type ListRow = ResultOf<typeof DoctorLists>["doctorLists"]["nodes"][number];

/** How many people each doctor has against the norm: a picture, and the same as a table. */
export function DoctorListsPage() {
  const { t } = useLingui();
  const [filters, set] = useFilters();
  const filter = {
    regionCode: filters.region,
    clinicId: filters.clinic,
    kind: filters.kind,
    overNorm: yes(filters.over),
  } as Variables["filter"];
  const sort = filters.sort ?? "RATIO DESC";
  const orderBy = orderOf<Variables["orderBy"]>(sort);
  const [{ data, error }, ask] = useQuery({ query: DoctorLists, variables: { filter, orderBy, ...pageOf(filters) } });
  const rows = data?.doctorLists.nodes;
  const asTable = filters.view === "table";
  const empty = <Empty title={t`No list fits these filters`}>{t`Remove a filter above.`}</Empty>;
  return (
    <ListPage
      title={t`Doctors' lists`}
      lead={t`People attached to each doctor, against the norm of the list's kind.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<FilterBar filters={useListFilters()} />}
      actions={
        <>
          <Button variant="default" onClick={() => set({ view: asTable ? undefined : "table" })}>
            {asTable ? <Trans>As a picture</Trans> : <Trans>As a table</Trans>}
          </Button>
          <ExportButton input={{ what: "DOCTOR_LISTS", doctorListFilter: filter }} />
        </>
      }
    >
      {asTable ? (
        <LoadTable rows={rows} sort={sort} onSort={(next) => set({ sort: next })} empty={empty} />
      ) : (
        rows && (rows.length ? <LoadChart rows={rows} /> : empty)
      )}
      <Pager info={data?.doctorLists.pageInfo} />
    </ListPage>
  );
}

function useListFilters(): Filter[] {
  const { t } = useLingui();
  const named = useNamed();
  return [
    ...useRegionFilter(),
    ...useClinicFilter(),
    { name: "kind", label: t`Kind`, options: named(LIST_KINDS) },
    { name: "over", label: t`Over the norm`, options: useYesNo() },
  ];
}

import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { useNamed } from "../language/use-named";
import { CountLink } from "../parts/CountLink";
import { Empty } from "../parts/Empty";
import { ExportButton } from "../parts/ExportButton";
import { type Filter, FilterBar } from "../parts/FilterBar";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import { orderOf, pageOf, useFilters } from "../parts/use-filters";
import { useRegionChoices } from "./choices";
import { CLINIC_KINDS, OWNERSHIPS } from "./names";

const Clinics = graphql(`
  query Clinics($filter: ClinicFilter, $orderBy: ClinicOrder, $first: Int, $after: String, $last: Int, $before: String) {
    clinics(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes { id name kind ownership peopleCount accredited contractedOn address region { code name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

type Variables = VariablesOf<typeof Clinics>;
type Row = ResultOf<typeof Clinics>["clinics"]["nodes"][number];

export function ClinicsPage() {
  const { t } = useLingui();
  const named = useNamed();
  const [filters, set] = useFilters();
  const regions = useRegionChoices();
  const filter = {
    regionCode: filters.region,
    kind: filters.kind,
    ownership: filters.ownership,
  } as Variables["filter"];
  const orderBy = orderOf<Variables["orderBy"]>(filters.sort ?? "PEOPLE DESC");
  const [{ data, error }, ask] = useQuery({ query: Clinics, variables: { filter, orderBy, ...pageOf(filters) } });
  const known: Filter[] = [
    { name: "region", label: t`Region`, options: regions },
    { name: "kind", label: t`Kind`, options: named(CLINIC_KINDS) },
    { name: "ownership", label: t`Ownership`, options: named(OWNERSHIPS) },
  ];
  return (
    <ListPage
      title={t`Clinics`}
      lead={t`Every number leads to the people behind it.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<FilterBar filters={known} />}
      actions={<ExportButton input={{ what: "CLINICS", clinicFilter: filter }} />}
    >
      <Table
        caption={t`Clinics`}
        columns={useColumns()}
        rows={data?.clinics.nodes}
        sort={filters.sort ?? "PEOPLE DESC"}
        onSort={(sort) => set({ sort })}
        empty={<Empty title={t`No clinic fits these filters`}>{t`Remove a filter above.`}</Empty>}
      />
      <Pager info={data?.clinics.pageInfo} />
    </ListPage>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  return [
    {
      id: "name",
      label: t`Clinic`,
      sort: "NAME",
      cell: ({ id, name }) => (
        <Link to="/lists" search={{ clinic: id }}>
          {name}
        </Link>
      ),
    },
    { id: "region", label: t`Region`, extra: true, cell: ({ region }) => region.name },
    { id: "ownership", label: t`Ownership`, extra: true, cell: ({ ownership }) => i18n._(OWNERSHIPS[ownership]) },
    {
      id: "people",
      label: t`People`,
      number: true,
      sort: "PEOPLE",
      cell: ({ id, peopleCount }) => <CountLink count={peopleCount} search={{ clinic: id, staying: "yes" }} />,
    },
    {
      id: "accredited",
      label: t`Accreditation`,
      extra: true,
      cell: ({ accredited }) => (accredited ? t`valid` : t`none`),
    },
    {
      id: "contract",
      label: t`Contract with the Fund`,
      extra: true,
      cell: ({ contractedOn }) => (contractedOn ? t`in force` : t`none`),
    },
  ];
}

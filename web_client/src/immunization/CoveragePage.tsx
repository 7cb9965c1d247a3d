import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { useClinicFilter } from "../clinic/place-filters";
import { CountLink } from "../parts/CountLink";
import { Empty } from "../parts/Empty";
import { type Filter, FilterBar } from "../parts/FilterBar";
import { ListPage } from "../parts/ListPage";
import { type Column, Table } from "../parts/Table";
import { useFilters } from "../parts/use-filters";
import { useGroupChoices } from "./choices";

const CoverageOf = graphql(`
  query CoverageOf($filter: CoverageFilter) {
    coverage(filter: $filter) { birthYear vaccineGroup name dose people vaccinated share bornFrom bornTo }
  }
`);

type Row = ResultOf<typeof CoverageOf>["coverage"][number];

/** How many of a birth year have the dose, of how many for whom it is due by today. */
export function CoveragePage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const groups = useGroupChoices();
  const chosen = filters.vaccine ?? "MMR";
  const [{ data, error }, ask] = useQuery({
    query: CoverageOf,
    variables: { filter: { vaccineGroups: [chosen], clinicId: filters.clinic } },
  });
  const known: Filter[] = [{ name: "vaccine", label: t`Vaccine`, options: groups }, ...useClinicFilter()];
  const name = groups.find(({ value }) => value === chosen)?.label ?? "";
  return (
    <ListPage
      title={t`Coverage`}
      lead={name && t`${name}: how many have the dose, of those for whom it is due by today.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<FilterBar filters={known} />}
    >
      <Table
        caption={t`Coverage`}
        columns={useColumns(filters.clinic)}
        rows={data?.coverage.map((row) => ({ ...row, id: `${row.birthYear} ${row.dose}` }))}
        empty={
          <Empty title={t`Nobody is concerned`}>{t`No birth year of the clinic is concerned by this vaccine.`}</Empty>
        }
      />
    </ListPage>
  );
}

function useColumns(clinic: string | undefined): Column<Row & { id: string }>[] {
  const { t } = useLingui();
  const behind = ({ vaccineGroup, dose, bornFrom, bornTo }: Row, counted: "doses" | "asked", count: number) => (
    <CountLink count={count} search={{ vaccine: vaccineGroup, [counted]: String(dose), bornFrom, bornTo, clinic }} />
  );
  return [
    { id: "year", label: t`Born in`, cell: ({ birthYear }) => birthYear },
    { id: "dose", label: t`Dose`, number: true, cell: ({ dose }) => dose },
    { id: "vaccinated", label: t`Have it`, number: true, cell: (row) => behind(row, "doses", row.vaccinated) },
    { id: "people", label: t`Of`, number: true, cell: (row) => behind(row, "asked", row.people) },
    {
      id: "share",
      label: t`Share`,
      number: true,
      cell: ({ share }) =>
        share === null ? <small>{t`not yet due`}</small> : <strong>{`${Math.round(share * 100)} %`}</strong>,
    },
  ];
}

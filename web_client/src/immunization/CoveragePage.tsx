import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { sayNumber } from "../language/numbers";
import { Empty } from "../parts/Empty";
import { Failed } from "../parts/Failed";
import { FilterBar } from "../parts/FilterBar";
import { ListPage } from "../parts/ListPage";
import { type Column, Table } from "../parts/Table";
import { useFilters } from "../parts/use-filters";
import { useGroupChoices } from "./PaperForms";

const CoverageOf = graphql(`
  query CoverageOf($filter: CoverageFilter) {
    coverage(filter: $filter) { birthYear vaccineGroup name dose people vaccinated share bornFrom bornTo }
  }
`);

type Row = ResultOf<typeof CoverageOf>["coverage"][number];

/** How many of a birth year have the dose, of how many whom it concerns. */
export function CoveragePage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const groups = useGroupChoices();
  const chosen = filters.vaccine ?? "MMR";
  const [{ data, error }, ask] = useQuery({
    query: CoverageOf,
    variables: { filter: { vaccineGroups: [chosen] } },
  });
  const name = groups.find(({ value }) => value === chosen)?.label ?? "";
  return (
    <ListPage
      title={t`Coverage`}
      lead={name}
      failure={error && !data && <Failed error={error} onAgain={() => ask({ requestPolicy: "network-only" })} />}
      filters={<FilterBar filters={[{ name: "vaccine", label: t`Vaccine`, options: groups }]} />}
    >
      <Table
        caption={t`Coverage`}
        columns={useColumns()}
        rows={data?.coverage.map((row) => ({ ...row, id: `${row.birthYear} ${row.dose}` }))}
        empty={
          <Empty title={t`Nobody is concerned`}>{t`No birth year of the clinic is concerned by this vaccine.`}</Empty>
        }
      />
    </ListPage>
  );
}

function useColumns(): Column<Row & { id: string }>[] {
  const { t } = useLingui();
  return [
    { id: "year", label: t`Born in`, cell: ({ birthYear }) => birthYear },
    { id: "dose", label: t`Dose`, number: true, cell: ({ dose }) => dose },
    { id: "vaccinated", label: t`Have it`, number: true, cell: ({ vaccinated }) => sayNumber(vaccinated) },
    { id: "people", label: t`Of`, number: true, cell: ({ people }) => sayNumber(people) },
    {
      id: "share",
      label: t`Share`,
      number: true,
      cell: ({ share }) => <strong>{`${Math.round(share * 100)} %`}</strong>,
    },
  ];
}

import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { sayMonth, today } from "../language/dates";
import { sayNumber } from "../language/numbers";
import { useLanguage } from "../language/use-language";
import { CountLink } from "../parts/CountLink";
import { Empty } from "../parts/Empty";
import { FilterBar } from "../parts/FilterBar";
import { ListPage } from "../parts/ListPage";
import { type Column, Table } from "../parts/Table";
import { useFilters } from "../parts/use-filters";
import classes from "./Immunization.module.css";

const VaccinePlan = graphql(`
  query VaccinePlan($month: Date!) {
    immunizationPlan(month: $month) { vaccine { code name } doses waiting stock missing actUntil }
  }
`);

type Row = ResultOf<typeof VaccinePlan>["immunizationPlan"][number];

function nextMonth(): string {
  const [year = 0, month = 1] = today().split("-").map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** The last day before the month of a day. */
const dayBefore = (day: string) =>
  new Date(Date.parse(`${day.slice(0, 7)}-01`) - 86_400_000).toISOString().slice(0, 10);

/** The doses that a month needs against what is in the refrigerator. */
export function PlanPage() {
  const { t } = useLingui();
  const [language] = useLanguage();
  const [filters] = useFilters();
  const month = filters.from ?? nextMonth();
  const name = sayMonth(month, language);
  const [{ data, error }, ask] = useQuery({ query: VaccinePlan, variables: { month } });
  return (
    <ListPage
      title={t`Vaccines for ${name}`}
      lead={t`One dose for each person who is due by the end of the month, against the lots that do not expire before it.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<FilterBar filters={[{ name: "from", label: t`Month of this day` }]} />}
    >
      <Table
        caption={t`Vaccines for ${name}`}
        columns={useColumns(dayBefore(month))}
        rows={data?.immunizationPlan.map((row) => ({ ...row, id: row.vaccine.code }))}
        empty={<Empty title={t`Nothing is needed`}>{t`Nobody is due by the end of that month.`}</Empty>}
      />
    </ListPage>
  );
}

function useColumns(before: string): Column<Row & { id: string }>[] {
  const { t } = useLingui();
  const behind = ({ vaccine }: Row, count: number, to: string) => (
    <CountLink count={count} search={{ give: vaccine.code, to }} />
  );
  return [
    { id: "vaccine", label: t`Vaccine`, cell: ({ vaccine }) => <strong>{vaccine.name}</strong> },
    { id: "doses", label: t`Doses needed`, number: true, cell: (row) => behind(row, row.doses, row.actUntil) },
    {
      id: "waiting",
      label: t`Left over`,
      extra: true,
      number: true,
      cell: (row) => behind(row, row.waiting, before),
    },
    { id: "stock", label: t`In stock`, number: true, cell: ({ stock }) => sayNumber(stock) },
    {
      id: "missing",
      label: t`Missing`,
      number: true,
      cell: ({ missing }) => (missing > 0 ? <strong className={classes.missing}>{sayNumber(missing)}</strong> : "0"),
    },
  ];
}

import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { graphql, type VariablesOf } from "../api/graphql";
import { sayCount } from "../language/numbers";
import type { Filters } from "../parts/filters";
import classes from "./Immunization.module.css";

const CountViews = graphql(`
  query CountDueViews($due: ImmunizationDueFilter, $overdue: ImmunizationDueFilter, $held: ImmunizationDueFilter) {
    due: dueImmunizations(filter: $due, first: 1) { totalCount { value exact } }
    overdue: dueImmunizations(filter: $overdue, first: 1) { totalCount { value exact } }
    held: dueImmunizations(filter: $held, first: 1) { totalCount { value exact } }
  }
`);

type Filter = NonNullable<VariablesOf<typeof CountViews>["due"]>;

/** Three numbers over the list, each a link to the rows behind it. */
export function DueViews({ filters, filter }: { filters: Filters; filter: Filter | null | undefined }) {
  const { t } = useLingui();
  const open = { ...filter, overdue: undefined, held: undefined };
  const variables = {
    due: { ...open, held: false },
    overdue: { ...open, overdue: true, held: false },
    held: { ...open, held: true },
  };
  const [{ data }] = useQuery({ query: CountViews, variables, requestPolicy: "cache-and-network" });
  const start = { ...filters, after: undefined, before: undefined, person: undefined };
  const views = [
    { name: t`to be given`, count: data?.due.totalCount, search: { ...start, held: "no", overdue: undefined } },
    { name: t`overdue`, count: data?.overdue.totalCount, search: { ...start, held: "no", overdue: "yes" } },
    { name: t`held`, count: data?.held.totalCount, search: { ...start, held: "yes", overdue: undefined } },
  ];
  return (
    <nav className={classes.views} aria-label={t`Counts`}>
      {views.map(({ name, count, search }) => (
        <Link key={name} to="/due" search={search}>
          <span className="figures">{count ? sayCount(count) : "…"}</span> {name}
        </Link>
      ))}
      <Link to="/vaccine-plan">{t`What next month needs`}</Link>
      <Link to="/coverage">{t`Coverage`}</Link>
    </nav>
  );
}

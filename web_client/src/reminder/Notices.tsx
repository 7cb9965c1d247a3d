import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Empty } from "../parts/Empty";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import { pageOf, useFilters } from "../parts/use-filters";
import { Fate } from "./Fate";
import classes from "./Reminders.module.css";

const ClinicNotices = graphql(`
  query ClinicNotices($first: Int, $after: String, $last: Int, $before: String) {
    clinicNotices(first: $first, after: $after, last: $last, before: $before) {
      nodes { id topic message createdAt fate reasonWords address }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

type Row = ResultOf<typeof ClinicNotices>["clinicNotices"]["nodes"][number];

/** What the clinic itself was told, and whether it left by e-mail. */
export function Notices({ views }: { views: ReactNode }) {
  const { t } = useLingui();
  const [filters] = useFilters();
  const [{ data, error }, ask] = useQuery({
    query: ClinicNotices,
    variables: pageOf(filters),
    requestPolicy: "cache-and-network",
  });
  return (
    <ListPage
      title={t`Reminders`}
      lead={t`What your clinic was told: somebody has left for another clinic. It goes by e-mail too where the clinic has an address.`}
      error={data ? undefined : error}
      onAgain={ask}
      actions={views}
    >
      <Table
        caption={t`Notices to the clinic`}
        columns={useColumns()}
        rows={data?.clinicNotices.nodes}
        empty={<Empty title={t`No notice yet`}>{t`When somebody of yours attaches elsewhere, it is said here.`}</Empty>}
      />
      <Pager info={data?.clinicNotices.pageInfo} />
    </ListPage>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  const [language] = useLanguage();
  return [
    { id: "at", label: t`When`, cell: ({ createdAt }) => sayMoment(createdAt, language) },
    { id: "what", label: t`What`, cell: ({ message }) => <span className={classes.text}>{message}</span> },
    { id: "fate", label: t`What became of it`, cell: (row) => <Fate {...row} /> },
    { id: "address", label: t`Address`, extra: true, cell: ({ address }) => address },
  ];
}

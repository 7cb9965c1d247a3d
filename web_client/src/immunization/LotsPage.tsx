import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { shortDay, today } from "../language/dates";
import { sayNumber } from "../language/numbers";
import { Empty } from "../parts/Empty";
import { type Filter, FilterBar } from "../parts/FilterBar";
import { yes } from "../parts/filters";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import { orderOf, pageOf, useFilters } from "../parts/use-filters";
import { useYesNo } from "../parts/use-yes-no";
import { useMay } from "../session/viewer";
import classes from "./Immunization.module.css";
import { LotBook } from "./LotBook";
import { ReceiveLotForm, WriteOffForm } from "./LotForms";

const Lots = graphql(`
  query VaccineLots(
    $filter: VaccineLotFilter, $orderBy: VaccineLotOrder, $first: Int, $after: String, $last: Int, $before: String
  ) {
    vaccineLots(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes { id series expiresOn dosesLeft usable receivedAt availableActions vaccine { id tradeName verified } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

type Variables = VariablesOf<typeof Lots>;
type Row = ResultOf<typeof Lots>["vaccineLots"]["nodes"][number];

const SOON_DAYS = 60;

/** What is in the refrigerator, the first to expire first. */
export function LotsPage() {
  const { t } = useLingui();
  const [filters, set] = useFilters();
  const [receiving, setReceiving] = useState(false);
  const [writingOff, setWritingOff] = useState<Row | null>(null);
  const mayManage = useMay("MANAGE_VACCINE_LOTS");
  const sort = filters.sort ?? "EXPIRES_ON ASC";
  const orderBy = orderOf<Variables["orderBy"]>(sort);
  const filter = { usable: yes(filters.usable) };
  const [{ data, error }, ask] = useQuery({
    query: Lots,
    variables: { filter, orderBy, ...pageOf(filters) },
    requestPolicy: "cache-and-network",
  });
  return (
    <ListPage
      title={t`Lots`}
      lead={t`The vaccines of your clinic: how many doses are left, and until when.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<FilterBar filters={useLotFilters()} />}
      actions={mayManage && <Button onClick={() => setReceiving(true)}>{t`Receive a lot`}</Button>}
    >
      <Table
        caption={t`Lots`}
        columns={useColumns(setWritingOff)}
        rows={data?.vaccineLots.nodes}
        onOpen={({ id }) => set({ open: id })}
        openId={filters.open}
        sort={sort}
        onSort={(next) => set({ sort: next })}
        empty={
          <Empty
            title={t`No lot fits`}
          >{t`Lots come here when they are received. Remove a filter, or receive one.`}</Empty>
        }
      />
      <Pager info={data?.vaccineLots.pageInfo} />
      {filters.open && <LotBook lotId={filters.open} onClose={() => set({ open: undefined })} />}
      {receiving && <ReceiveLotForm onClose={() => setReceiving(false)} />}
      {writingOff && <WriteOffForm lot={writingOff} onClose={() => setWritingOff(null)} />}
    </ListPage>
  );
}

function useLotFilters(): Filter[] {
  const { t } = useLingui();
  return [{ name: "usable", label: t`Can be used today`, options: useYesNo() }];
}

function useColumns(onWriteOff: (row: Row) => void): Column<Row>[] {
  const { t } = useLingui();
  return [
    {
      id: "vaccine",
      label: t`Vaccine`,
      cell: ({ vaccine, series }) => (
        <>
          <strong>{vaccine.tradeName}</strong> <small className="together">{series}</small>
        </>
      ),
    },
    { id: "left", label: t`Doses left`, number: true, cell: ({ dosesLeft }) => sayNumber(dosesLeft) },
    { id: "until", label: t`Good until`, sort: "EXPIRES_ON", cell: ({ expiresOn }) => shortDay(expiresOn) },
    { id: "state", label: t`State`, extra: true, cell: (row) => <LotState row={row} /> },
    {
      id: "acts",
      label: t`Action`,
      cell: (row) =>
        row.availableActions.includes("WRITE_OFF") &&
        row.dosesLeft > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={() => onWriteOff(row)}>{t`Write off`}</Button>
        ),
    },
  ];
}

function LotState({ row: { expiresOn, dosesLeft, usable } }: { row: Row }) {
  const { t } = useLingui();
  const soon = new Date(Date.parse(today()) + SOON_DAYS * 86_400_000).toISOString().slice(0, 10);
  const [meaning, words] = !usable
    ? (["attention", dosesLeft > 0 ? t`expired` : t`empty`] as const)
    : expiresOn <= soon
      ? (["attention", t`expires soon`] as const)
      : (["good", t`in use`] as const);
  const Icon = meaning === "good" ? IconCircleCheck : IconAlertTriangle;
  return (
    <span className={classes.state} data-meaning={meaning}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {words}
    </span>
  );
}

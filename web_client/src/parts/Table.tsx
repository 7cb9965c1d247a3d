import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useKey } from "../keys/use-key";
import classes from "./Table.module.css";

export interface Column<Row> {
  id: string;
  label: string;
  cell(row: Row): ReactNode;
  number?: boolean;
  /** Not broken into lines: a number, a date, a short name. */
  whole?: boolean;
  /** Left out when the table is narrow. */
  extra?: boolean;
  /** The name of the server's order, when the column can be sorted. */
  sort?: string;
}

interface Props<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[] | undefined;
  onOpen?(row: Row): void;
  openId?: string;
  idOf?(row: Row): string;
  sort?: string;
  onSort?(sort: string): void;
  empty: ReactNode;
}

/** Rows of 36 px under a head that stays; J and K move, Enter opens. */
export function Table<Row extends { id: string }>(props: Props<Row>) {
  const { caption, columns, rows, onOpen, openId, idOf = ({ id }) => id, sort, onSort, empty } = props;
  const [active, setActive] = useState(-1);
  const count = rows?.length ?? 0;
  useKey({ code: "KeyJ" }, () => setActive(Math.min(active + 1, count - 1)));
  useKey({ code: "KeyK" }, () => setActive(Math.max(active - 1, 0)));
  const chosen = rows?.[active];
  useKey({ code: "Enter" }, chosen && onOpen && (() => onOpen(chosen)));
  if (rows && !count) return <>{empty}</>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={caption}>
      <table className={classes.table} data-opens={onOpen ? true : undefined}>
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {!rows && <Waiting columns={columns.map(({ id }) => id)} />}
          {rows?.map((row, index) => (
            <tr
              key={row.id}
              data-active={index === active || undefined}
              data-current={idOf(row) === openId || undefined}
              onClick={(event) => {
                setActive(index);
                if (!(event.target as HTMLElement).closest("a, button")) onOpen?.(row);
              }}
            >
              {columns.map(({ id, cell, number, whole, extra }) => (
                <td
                  key={id}
                  data-whole={whole || undefined}
                  data-number={number || undefined}
                  data-extra={extra || undefined}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  sort?: string;
  onSort?(sort: string): void;
}

function Head<Row>({ column: { label, sort: field, number, extra }, sort, onSort }: HeadProps<Row>) {
  const { t } = useLingui();
  const [current, direction] = (sort ?? "").split(" ");
  const sorted = field && field === current ? direction : undefined;
  const Icon = sorted === "DESC" ? IconArrowDown : IconArrowUp;
  const next = sorted === "ASC" ? "DESC" : "ASC";
  return (
    <th
      scope="col"
      data-extra={extra || undefined}
      data-number={number || undefined}
      aria-sort={sorted ? (sorted === "ASC" ? "ascending" : "descending") : undefined}
    >
      {field && onSort ? (
        <button type="button" onClick={() => onSort(`${field} ${next}`)} title={t`Sort`}>
          {label}
          {sorted && <Icon size={14} stroke={1.75} aria-hidden />}
        </button>
      ) : (
        label
      )}
    </th>
  );
}

function Waiting({ columns }: { columns: string[] }) {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
    <tr key={row} aria-hidden>
      {columns.map((column) => (
        <td key={column}>
          <Skeleton height={12} />
        </td>
      ))}
    </tr>
  ));
}

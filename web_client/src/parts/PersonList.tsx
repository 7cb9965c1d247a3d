import type { ReactNode } from "react";
import type { CombinedError } from "urql";
import { type Filter, FilterBar } from "./FilterBar";
import { ListPage } from "./ListPage";
import { type Info, Pager } from "./Pager";
import { WithPerson } from "./PersonDrawer";
import { type Column, Table } from "./Table";
import type { Counting } from "./use-count";
import { useFilters } from "./use-filters";

interface Props<Row> {
  title: string;
  lead?: string;
  filters: Filter[];
  actions: ReactNode;
  /** Undefined until the rows have come. */
  found: { nodes: readonly Row[]; pageInfo: Info } | undefined;
  error: CombinedError | undefined;
  onAgain(options: { requestPolicy: "network-only" }): void;
  counting: Counting;
  columns: Column<Row>[];
  /** Whose row it is, if the viewer may know. */
  personOf(row: Row): { id: string } | null;
  sort?: string;
  empty: ReactNode;
  /** Stands above the rows. */
  children?: ReactNode;
}

/** A page whose rows are about people: whoever is chosen opens beside them. */
export function PersonList<Row extends { id: string }>(props: Props<Row>) {
  const { title, lead, filters: known, actions, found, error, onAgain, counting, children, personOf, ...table } = props;
  const [{ person }, set] = useFilters();
  return (
    <WithPerson title={title}>
      <ListPage
        title={title}
        lead={lead}
        error={found ? undefined : error}
        onAgain={onAgain}
        filters={<FilterBar filters={known} />}
        actions={actions}
      >
        {children}
        <Table
          {...table}
          caption={title}
          rows={found?.nodes}
          onOpen={(row) => {
            const chosen = personOf(row);
            if (chosen) set({ person: chosen.id });
          }}
          openId={person}
          idOf={(row) => personOf(row)?.id ?? row.id}
          onSort={table.sort ? (sort) => set({ sort }) : undefined}
        />
        <Pager info={found?.pageInfo} counting={counting} />
      </ListPage>
    </WithPerson>
  );
}

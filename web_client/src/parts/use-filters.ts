import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Filters } from "./filters";

const PAGE = 50;

/** The filters of the address, and how to change one: a change starts at the first page again. */
export function useFilters() {
  const filters = useSearch({ strict: false }) as Filters;
  const navigate = useNavigate();
  const set = useCallback(
    (change: Filters) => {
      const turnsPage = "after" in change || "before" in change;
      const opens = Object.keys(change).every((name) => name === "person" || name === "open" || name === "view");
      const start: Filters = turnsPage || opens ? {} : { after: undefined, before: undefined, person: undefined };
      void navigate({ to: ".", search: { ...filters, ...start, ...change } as never, resetScroll: false });
    },
    [filters, navigate],
  );
  return [filters, set] as const;
}

/** `first`/`after` or `last`/`before`: keysets, so that rows added meanwhile move nothing. */
export function pageOf({ after, before }: Filters) {
  return before ? { last: PAGE, before } : { first: PAGE, after };
}

/** "NAME ASC", as the address has it, as an order of the API. */
export function orderOf<Order>(sort: string): Order {
  const [field, direction] = sort.split(" ");
  return { field, direction } as Order;
}

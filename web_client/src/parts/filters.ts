const NAMES = [
  "region",
  "clinic",
  "list",
  "area",
  "sex",
  "kind",
  "ownership",
  "reason",
  "channel",
  "code",
  "role",
  "account",
  "operation",
  "outcome",
  "resident",
  "over",
  "unattached",
  "staying",
  "active",
  "bornFrom",
  "bornTo",
  "from",
  "to",
  "asOf",
  "closed",
  "usable",
  "vaccine",
  "overdue",
  "held",
  "age",
  "group",
  "doses",
  "asked",
  "give",
  "sort",
  "after",
  "before",
  "view",
  "person",
  "open",
] as const;

/** Filters as they stand in the address: short words, only strings, nothing that names a person. */
export type Filters = { [Name in (typeof NAMES)[number]]?: string };

export function readFilters(search: Record<string, unknown>): Filters {
  return Object.fromEntries(
    NAMES.filter((name) => search[name] !== undefined && search[name] !== "").map((name) => [
      name,
      String(search[name]),
    ]),
  );
}

export const yes = (value: string | undefined) =>
  value === undefined ? undefined : value === "yes" || value === "true";

/** Filters as they stand in the address: short words, only strings, nothing that names a person. */
export interface Filters {
  region?: string;
  clinic?: string;
  list?: string;
  area?: string;
  sex?: string;
  kind?: string;
  ownership?: string;
  reason?: string;
  channel?: string;
  code?: string;
  role?: string;
  account?: string;
  operation?: string;
  outcome?: string;
  resident?: string;
  over?: string;
  unattached?: string;
  staying?: string;
  active?: string;
  bornFrom?: string;
  bornTo?: string;
  from?: string;
  to?: string;
  asOf?: string;
  closed?: string;
  usable?: string;
  vaccine?: string;
  overdue?: string;
  held?: string;
  age?: string;
  group?: string;
  doses?: string;
  give?: string;
  sort?: string;
  after?: string;
  before?: string;
  view?: string;
  person?: string;
  open?: string;
}

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
  "give",
  "sort",
  "after",
  "before",
  "view",
  "person",
  "open",
] as const satisfies (keyof Filters)[];

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

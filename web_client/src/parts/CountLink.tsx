import { Link } from "@tanstack/react-router";
import { sayNumber } from "../language/numbers";
import type { Filters } from "./filters";

/** A number that opens the people behind it; nobody is behind a nought. */
export function CountLink({ count, search }: { count: number; search: Filters }) {
  if (!count) return <>0</>;
  return (
    <Link to="/people" search={search}>
      {sayNumber(count)}
    </Link>
  );
}

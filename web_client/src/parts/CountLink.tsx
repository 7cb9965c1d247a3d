import { Link } from "@tanstack/react-router";
import { sayNumber } from "../language/numbers";
import { useSession } from "../session/viewer";
import type { Filters } from "./filters";

/** A number that opens the people behind it; nobody is behind a nought, and another clinic's people stay there. */
export function CountLink({ count, search }: { count: number; search: Filters }) {
  const { clinic } = useSession().viewer;
  const elsewhere = clinic && search.clinic && search.clinic !== clinic.id;
  if (!count || elsewhere) return <>{sayNumber(count)}</>;
  return (
    <Link to="/people" search={search}>
      {sayNumber(count)}
    </Link>
  );
}

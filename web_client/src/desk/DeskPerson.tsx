import { Outlet, useParams } from "@tanstack/react-router";
import { PersonHeader } from "../patient/PersonHeader";

/** The header stays while one works with a person: wrong-patient errors start where it is missing. */
export function DeskPerson() {
  const { personId } = useParams({ from: "/desk/$personId" });
  return (
    <>
      <PersonHeader personId={personId} key={personId} />
      <Outlet />
    </>
  );
}

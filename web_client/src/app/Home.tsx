import { Navigate } from "@tanstack/react-router";
import { useSession } from "../session/viewer";
import { homeOf } from "./places";

export function Home() {
  return <Navigate to={homeOf(useSession().viewer)} replace />;
}

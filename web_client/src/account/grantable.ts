import { useSession } from "../session/viewer";
import { ROLE_NAMES, type Role, useRoleName } from "./role-names";

const CLINIC: Role[] = ["REGISTRAR", "NURSE", "DOCTOR", "HEAD_DOCTOR", "CLINIC_ADMIN", "OPERATOR"];
const FUND: Role[] = ["AUDITOR", "FUND_OFFICER"];

export const isFundRole = (role: string) => FUND.includes(role as Role);

/** The roles that this viewer may hand out: nobody gives more than their own office has. */
export function useGrantableRoles() {
  const { viewer } = useSession();
  const roleName = useRoleName();
  const roles = viewer.role === "FUND_OFFICER" ? FUND : CLINIC;
  return roles.filter((role) => role in ROLE_NAMES).map((value) => ({ value, label: roleName(value) }));
}

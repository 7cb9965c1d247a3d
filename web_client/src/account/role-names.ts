import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { useCallback } from "react";

export const ROLE_NAMES = {
  REGISTRAR: msg`registrar`,
  NURSE: msg`nurse`,
  DOCTOR: msg`doctor`,
  HEAD_DOCTOR: msg`head doctor`,
  CLINIC_ADMIN: msg`clinic administrator`,
  OPERATOR: msg`call-centre operator`,
  AUDITOR: msg`Fund auditor`,
  FUND_OFFICER: msg`Fund officer`,
  PATIENT: msg`patient`,
  INTEGRATION: msg`integration`,
  DISPLAY: msg`board`,
  SYSTEM: msg`system`,
};

export type Role = keyof typeof ROLE_NAMES;

export function useRoleName(): (role: Role) => string {
  const { i18n } = useLingui();
  return useCallback((role) => i18n._(ROLE_NAMES[role]), [i18n]);
}

import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { useCallback } from "react";

export const LIST_KINDS = {
  GP: msg`general practice`,
  THERAPIST: msg`therapeutic`,
  PAEDIATRICIAN: msg`paediatric`,
};

export type ListKind = keyof typeof LIST_KINDS;

export function useListKind(): (kind: ListKind) => string {
  const { i18n } = useLingui();
  return useCallback((kind) => i18n._(LIST_KINDS[kind]), [i18n]);
}

import type { MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react";

/** Codes as choices, in their words. */
export function useNamed() {
  const { i18n } = useLingui();
  return <Code extends string>(names: Record<Code, MessageDescriptor>) =>
    (Object.entries(names) as [Code, MessageDescriptor][]).map(([value, name]) => ({ value, label: i18n._(name) }));
}

import { useLingui } from "@lingui/react";
import { createContext, use } from "react";
import type { Language } from "./language";

export const SwitchLanguage = createContext<(language: Language) => void>(() => undefined);

export function useLanguage(): [Language, (language: Language) => void] {
  const { i18n } = useLingui();
  return [i18n.locale as Language, use(SwitchLanguage)];
}

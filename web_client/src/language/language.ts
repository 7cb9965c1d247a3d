import { i18n } from "@lingui/core";

export const LANGUAGES = ["kk", "ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language in its own words: nobody looks for their language under a foreign name. */
export const LANGUAGE_NAMES: Record<Language, string> = { kk: "Қазақша", ru: "Русский", en: "English" };

const KEPT_IN = "emhana.language";

const catalogs: Record<Language, () => Promise<{ messages: Record<string, never> }>> = {
  kk: () => import("../../locales/kk.po"),
  ru: () => import("../../locales/ru.po"),
  en: () => import("../../locales/en.po"),
};

function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** The language kept on this machine, else the browser's if it is ours, else Kazakh. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_IN);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "kk";
}

export async function speak(language: Language): Promise<void> {
  const { messages } = await catalogs[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
  localStorage.setItem(KEPT_IN, language);
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it for files, which carry no header
  document.cookie = `emhana-language=${language}; path=/; max-age=31536000; samesite=lax`;
}

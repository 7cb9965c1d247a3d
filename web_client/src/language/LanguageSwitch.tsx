import { useLingui } from "@lingui/react/macro";
import classes from "./LanguageSwitch.module.css";
import { LANGUAGE_NAMES, LANGUAGES } from "./language";
import { useLanguage } from "./use-language";

/** Three words, one of them pressed: the whole client speaks it at once. */
export function LanguageSwitch({ short = false }: { short?: boolean }) {
  const { t } = useLingui();
  const [language, setLanguage] = useLanguage();
  return (
    <div role="group" aria-label={t`Language`} className={classes.group}>
      {LANGUAGES.map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          className={classes.choice}
          aria-pressed={language === code}
          aria-label={short ? LANGUAGE_NAMES[code] : undefined}
          onClick={() => setLanguage(code)}
        >
          {short ? SHORT[code] : LANGUAGE_NAMES[code]}
        </button>
      ))}
    </div>
  );
}

const SHORT = { kk: "Қаз", ru: "Рус", en: "Eng" };

import { Trans, useLingui } from "@lingui/react/macro";
import classes from "./Immunization.module.css";
import type { Forecast } from "./record";

type Told = Forecast["explanation"][number];

/** The sentences of the calendar behind a date or a verdict, each with its source; the same sentence once. For the screen: on paper the date is enough. */
export function Why({ told }: { told: readonly Told[] }) {
  const { t } = useLingui();
  const once = [...new Map(told.map((one) => [one.text, one])).values()];
  if (!once.length) return null;
  const unverified = once.some(({ verified }) => !verified);
  return (
    <details className={`${classes.why} not-on-paper`}>
      <summary>
        {t`Why`}
        {unverified && ` · ${t`source not yet verified`}`}
      </summary>
      <ul>
        {once.map(({ text, verified, sources }) => (
          <li key={text}>
            {text}{" "}
            <span className={classes.quietly}>
              {sources.map(({ title }) => title).join("; ")}
              {!verified && (
                <>
                  {" "}
                  · <Trans>not verified</Trans>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

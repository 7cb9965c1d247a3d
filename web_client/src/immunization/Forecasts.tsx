import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconCalendar, IconClock, IconHandStop } from "@tabler/icons-react";
import { sayDay, sayNearDay, today } from "../language/dates";
import type { Language } from "../language/language";
import { useLanguage } from "../language/use-language";
import { isOverdue } from "./dose-timeline";
import classes from "./Immunization.module.css";
import { OBSTACLES, STATUSES } from "./names";
import type { Forecast } from "./record";
import { Why } from "./Why";

/** What the calendar still asks, the most urgent first; what is done or past is folded. */
export function Forecasts({ forecasts }: { forecasts: Forecast[] }) {
  const { t } = useLingui();
  const coming = forecasts
    .filter(({ status }) => status === "NOT_COMPLETE")
    .toSorted((one, other) => whenOf(one).localeCompare(whenOf(other)));
  const others = forecasts.filter(({ status }) => status !== "NOT_COMPLETE");
  return (
    <>
      <h4 className={classes.sub}>{t`Coming`}</h4>
      {coming.length ? (
        <ul className={classes.list}>
          {coming.map((forecast) => (
            <Coming key={forecast.vaccineGroup} forecast={forecast} />
          ))}
        </ul>
      ) : (
        <p className={classes.quietly}>{t`The calendar asks for nothing more.`}</p>
      )}
      {others.length > 0 && <Others forecasts={others} />}
    </>
  );
}

/** Days of the coming weeks have their weekday: a visit is agreed on; others would only be longer by it. */
function sayWhen(day: string, language: Language): string {
  const days = (Date.parse(day) - Date.parse(today())) / 86_400_000;
  return Math.abs(days) <= 30 ? sayNearDay(day, language) : sayDay(day, language);
}

const whenOf = ({ actOn, dueOn }: Forecast) => actOn ?? dueOn ?? "9999";

function Coming({ forecast }: { forecast: Forecast }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const { name, doseNumber, dueOn, earliestOn, vaccines, explanation } = forecast;
  const earliest = earliestOn && earliestOn > today() ? sayWhen(earliestOn, language) : "";
  return (
    <li>
      <span>
        <span className={classes.what}>{name}</span> {doseNumber && t`dose ${doseNumber}`}
        <br />
        <span className={classes.quietly}>
          {vaccines.map((vaccine) => vaccine.name).join(", ")}
          {earliest && ` · ${t`not before: ${earliest}`}`}
        </span>
      </span>
      <span className={classes.when}>
        {dueOn && sayWhen(dueOn, language)}
        <br />
        <State forecast={forecast} />
      </span>
      <Why told={explanation} />
    </li>
  );
}

function State({ forecast }: { forecast: Forecast }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const { obstacles, dueOn } = forecast;
  const state = (meaning: string | undefined, Icon: typeof IconClock, words: string) => (
    <span className={classes.state} data-meaning={meaning}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {words}
    </span>
  );
  if (obstacles.length)
    return state("attention", IconHandStop, obstacles.map((one) => i18n._(OBSTACLES[one])).join(", "));
  if (isOverdue(forecast, today())) return state("urgent", IconAlertTriangle, t`overdue`);
  if (dueOn && dueOn <= today()) return state("good", IconClock, t`due now`);
  return state(undefined, IconCalendar, t`later`);
}

function Others({ forecasts }: { forecasts: Forecast[] }) {
  const { i18n } = useRuntime();
  return (
    <details className={classes.more}>
      <summary>
        <Trans>Complete or not needed</Trans> ({forecasts.length})
      </summary>
      <ul className={classes.list}>
        {forecasts.map(({ vaccineGroup, name, status, explanation }) => (
          <li key={vaccineGroup}>
            <span className={classes.what}>{name}</span>
            <span className={classes.quietly}>{i18n._(STATUSES[status])}</span>
            <Why told={explanation} />
          </li>
        ))}
      </ul>
    </details>
  );
}

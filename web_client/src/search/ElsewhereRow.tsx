import { useLingui } from "@lingui/react/macro";
import { sayDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import header from "../patient/PersonHeader.module.css";
import classes from "../patient/PersonRow.module.css";

interface Elsewhere {
  shortName: string;
  birthYear: number;
  attachedSince: string | null;
  clinic: { name: string };
}

/** A person of another clinic: the least that a move needs. */
export function ElsewhereRow({ person }: { person: Elsewhere }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const { shortName, birthYear, attachedSince, clinic } = person;
  const since = attachedSince && sayDay(attachedSince, language);
  return (
    <span className={classes.row}>
      <span className={classes.name}>{shortName}</span>
      <span className={`${classes.facts} figures`}>
        <span>{birthYear}</span>
        <span>{since ? t`since ${since}` : t`another clinic`}</span>
      </span>
      <span className={classes.facts}>{clinic.name}</span>
    </span>
  );
}

/** The same in the place of the person's header. */
export function ElsewhereHeader({ person }: { person: Elsewhere }) {
  return (
    <header className={header.header}>
      <h2 className={header.name}>{person.shortName}</h2>
      <p className={header.facts}>
        <span className="figures">{person.birthYear}</span>
        <span>{person.clinic.name}</span>
      </p>
    </header>
  );
}

import { Trans, useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconEyeOff, IconInfoCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useAttachmentChanges } from "../attachment/use-changes";
import { dayIn, sayDay, sayFullDay, today } from "../language/dates";
import { sayIin } from "../language/numbers";
import { useLanguage } from "../language/use-language";
import { useMay } from "../session/viewer";
import { useSexName, useSpokenLanguage } from "./names";
import classes from "./PersonHeader.module.css";
import { comingAttachment, type PersonAttachment, type PersonRecord } from "./person";
import { usePerson } from "./use-person";

export function PersonHeader({ personId }: { personId: string }) {
  const { person, fetching, ask } = usePerson(personId);
  useAttachmentChanges((changed) => changed === personId && ask({ requestPolicy: "network-only" }));
  if (person) return <Header person={person} />;
  if (fetching) return <Skeleton height={96} mb="lg" />;
  return null;
}

function Header({ person }: { person: PersonRecord }) {
  const [language] = useLanguage();
  const sexName = useSexName();
  const spoken = useSpokenLanguage();
  const { fullName, sex, age, birthDate, birthYear, identityMasked, deceasedOn } = person;
  const diedOn = deceasedOn && sayFullDay(deceasedOn, language);
  return (
    <header className={classes.header}>
      <div className={classes.who}>
        <h2 className={classes.name}>{fullName}</h2>
        <p className={classes.facts}>
          <span>{sexName(sex)}</span>
          <span>{age.words}</span>
          <span>{birthDate ? sayFullDay(birthDate, language) : birthYear}</span>
          <PersonNumber person={person} />
          <span className={classes.spoken}>{spoken(person.language)}</span>
        </p>
      </div>
      <Where person={person} />
      <Learns person={person} />
      <ul className={classes.warnings}>
        {diedOn && (
          <li>
            <IconInfoCircle size={16} stroke={1.75} aria-hidden />
            <Trans>Died on {diedOn}</Trans>
          </li>
        )}
        {identityMasked && (
          <li>
            <IconEyeOff size={16} stroke={1.75} aria-hidden />
            <Trans>Identity is masked</Trans>
          </li>
        )}
        {person.warnings.map(({ code, message, since }) => (
          <li key={code + message}>
            <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
            <span>
              {message}
              {since && <small> · {sayDay(dayIn(since), language)}</small>}
            </span>
          </li>
        ))}
        {person.mergedInto && (
          <li>
            <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
            <span>
              <Trans>Merged into</Trans>{" "}
              <Link to="/desk/$personId" params={{ personId: person.mergedInto.id }}>
                {person.mergedInto.fullName}
              </Link>
            </span>
          </li>
        )}
      </ul>
    </header>
  );
}

function PersonNumber({ person: { iin, temporaryId } }: { person: PersonRecord }) {
  const { t } = useLingui();
  const label = iin ? t`IIN` : t`Temporary number`;
  return (
    <span className="figures">
      {label} <strong className={classes.number}>{iin ? sayIin(iin) : (temporaryId ?? "—")}</strong>
    </span>
  );
}

function Where({ person }: { person: PersonRecord }) {
  const coming = comingAttachment(person);
  return (
    <>
      {person.attachment ? <Attached attachment={person.attachment} /> : !coming && <Unattached person={person} />}
      {coming && <Attached attachment={coming} />}
    </>
  );
}

/** Where the nurse finds the child among others: the way to the class's list, for whoever works with it. */
function Learns({ person: { organisedGroup } }: { person: PersonRecord }) {
  const vaccinates = useMay("READ_VACCINATION_WORK");
  if (!organisedGroup?.name) return null;
  const { id, name, className } = organisedGroup;
  const where = `${name}, ${className}`;
  return (
    <p className={classes.where}>
      {vaccinates ? (
        <Link to="/due" search={{ group: id }}>
          {where}
        </Link>
      ) : (
        where
      )}
    </p>
  );
}

function Unattached({ person: { clinic } }: { person: PersonRecord }) {
  return (
    <p className={classes.where}>
      <Trans>Not attached to any clinic</Trans> · <Trans>on record at {clinic.name}</Trans>
    </p>
  );
}

function Attached({ attachment }: { attachment: PersonAttachment }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const number = attachment.area?.number;
  const day = sayDay(attachment.startsOn, language);
  const since = attachment.startsOn > today() ? t`from ${day}` : t`since ${day}`;
  return (
    <p className={classes.where}>
      {[attachment.clinic.name, number && t`area ${number}`, attachment.doctor?.shortName, since]
        .filter(Boolean)
        .join(" · ")}
    </p>
  );
}

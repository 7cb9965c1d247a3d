import { useLingui } from "@lingui/react/macro";
import { useParams } from "@tanstack/react-router";
import { AttachmentHistory } from "../attachment/AttachmentHistory";
import { ImmunizationOfPerson } from "../immunization/ImmunizationOfPerson";
import { dayIn, sayFullDay, sayTime } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Empty } from "../parts/Empty";
import { RemindersOfPerson } from "../reminder/RemindersOfPerson";
import { useMay, useSession } from "../session/viewer";
import { Family } from "./Family";
import { Identity } from "./Identity";
import { Merges } from "./Merges";
import { NextStep } from "./NextStep";
import classes from "./PersonCard.module.css";
import { Readers } from "./Readers";
import { usePerson } from "./use-person";

export function PersonCardPage() {
  const { personId } = useParams({ from: "/desk/$personId/" });
  return <PersonCard personId={personId} key={personId} />;
}

/** Who took it out of the system, and when: at the foot of the paper only. */
function PrintedBy() {
  const { t } = useLingui();
  const [language] = useLanguage();
  const { viewer } = useSession();
  const now = new Date().toISOString();
  const moment = `${sayFullDay(dayIn(now), language)}, ${sayTime(now)}`;
  const where = viewer.clinic ? ` · ${viewer.clinic.name}` : "";
  return (
    <p className="on-paper">
      {t`Printed ${moment} · ${viewer.name}`}
      {where}
    </p>
  );
}

/** One person: the next step first, then what is known; side by side where the screen has room. */
export function PersonCard({ personId }: { personId: string }) {
  const { t } = useLingui();
  const { person, fetching } = usePerson(personId);
  const mayReadImmunizations = useMay("READ_IMMUNIZATIONS");
  const mayReadReminders = useMay("READ_REMINDERS");
  const vaccinates = useMay("RECORD_DOSE");
  const mayReadReaders = useMay("READ_READERS");
  if (!person && !fetching)
    return (
      <Empty
        title={t`This person is not on record here`}
      >{t`The link may be old, or the person belongs to another clinic: find them by the whole IIN.`}</Empty>
    );
  if (!person) return null;
  return (
    <>
      <NextStep person={person} />
      <div className={classes.parts} data-vaccinates={vaccinates || undefined} data-columns>
        <div className={classes.record}>
          <AttachmentHistory personId={personId} />
          <Identity person={person} />
        </div>
        <div className={classes.people}>
          <Family person={person} />
          <Merges personId={personId} />
          {mayReadReaders && (
            <div className="not-on-paper">
              <Readers personId={personId} />
            </div>
          )}
        </div>
        <div className={classes.immunization}>
          {mayReadImmunizations && <ImmunizationOfPerson personId={personId} />}
          {mayReadReminders && <RemindersOfPerson personId={personId} />}
        </div>
      </div>
      <PrintedBy />
    </>
  );
}

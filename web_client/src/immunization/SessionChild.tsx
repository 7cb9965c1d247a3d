import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button, Textarea } from "@mantine/core";
import { IconCircleCheck, IconClock, IconHandStop, IconUserOff } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useSend } from "../api/send";
import { shortDay } from "../language/dates";
import { Notice } from "../parts/Notice";
import { RecordDose } from "./dose";
import { OUTCOMES, PURPOSES } from "./names";
import classes from "./SessionPage.module.css";
import type { SessionPerson } from "./session-operations";
import { isUnsent, type Refused, type Step } from "./unsent";
import type { SessionSteps } from "./use-session-steps";

const ICONS = { GIVEN: IconCircleCheck, ABSENT: IconUserOff, REFUSED: IconHandStop, DEFERRED: IconClock };

interface Props {
  person: SessionPerson;
  steps: SessionSteps;
  step: Step | undefined;
  active: boolean;
  open: boolean;
  lotId: string | null;
  sessionId: string;
  /** Why a dose is given against advice, as it was said last. */
  reason: string;
  onReason(reason: string): void;
  onChoose(): void;
  onGive(): void;
}

/** What the row says: the last step of this machine, else what the server knows. */
export function outcomeOf(person: SessionPerson, step: Step | undefined) {
  return step && !step.refused ? step.outcome : person.outcome;
}

/** One child: one tap says what became of them, and one takes it back. */
export function SessionChild(props: Props) {
  const { person, steps, step, active, open, lotId, onChoose, onGive } = props;
  const { t } = useLingui();
  const name = person.patient?.fullName ?? t`person of another clinic`;
  const outcome = outcomeOf(person, step);
  const mark = (what: "ABSENT" | "REFUSED") =>
    person.patient && steps.doIt({ patientId: person.patient.id, what: "MARK", outcome: what });
  return (
    <li className={classes.child} data-active={active || undefined} data-outcome={outcome ?? "WAITING"}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys J and K do the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys J and K do the same */}
      <span className={classes.who} onClick={onChoose}>
        <strong>{name}</strong>{" "}
        <small className="figures">
          {person.patient?.birthDate ? shortDay(person.patient.birthDate) : person.patient?.birthYear}
        </small>
      </span>
      {outcome ? (
        <Outcome person={person} step={step} outcome={outcome} />
      ) : (
        open &&
        person.patient && (
          <span className={classes.taps}>
            <Button onClick={onGive} disabled={!lotId} aria-label={t`Given now: ${name}`}>{t`Given now`}</Button>
            <Button variant="default" onClick={() => mark("ABSENT")} aria-label={t`Absent: ${name}`}>
              {t`Absent`}
            </Button>
            <Button variant="default" onClick={() => mark("REFUSED")} aria-label={t`Refused: ${name}`}>
              {t`Refused`}
            </Button>
          </span>
        )
      )}
      {outcome && open && person.patient && (
        <Button
          className={classes.undo}
          size="compact-sm"
          variant="subtle"
          onClick={() => undoOf(person, step, steps)}
          aria-label={t`Undo: ${name}`}
        >
          {t`Undo`}
        </Button>
      )}
      {step?.refused && <CameBack {...props} refused={step.refused} step={step} />}
    </li>
  );
}

interface OutcomeProps extends Pick<Props, "person" | "step"> {
  outcome: keyof typeof OUTCOMES;
}

function Outcome({ person, step, outcome }: OutcomeProps) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const Icon = ICONS[outcome];
  const waits = step && isUnsent(step);
  const purpose = step && !step.refused ? step.purpose : person.dose?.purpose;
  return (
    <span className={classes.outcome}>
      <span className={classes.state}>
        <Icon size={18} stroke={1.75} aria-hidden />
        <span>
          {i18n._(OUTCOMES[outcome])}
          {purpose === "EPIDEMIC" && <small> {i18n._(PURPOSES.EPIDEMIC)}</small>}
        </span>
        {waits && <small className={classes.waits}>{t`not sent yet`}</small>}
      </span>
    </span>
  );
}

/** The last step of this machine is taken back, else what the server knows. */
export function undoOf(person: SessionPerson, step: Step | undefined, steps: SessionSteps): void {
  const patientId = person.patient?.id;
  if (!patientId) return;
  if (step && !step.refused) steps.undo(step);
  else if (person.dose) {
    const { id: doseId, version } = person.dose;
    steps.doIt({ patientId, what: "UNDO", outcome: null, doseId, version });
  } else steps.doIt({ patientId, what: "MARK", outcome: null });
}

/** A refusal stands in the row of its child: what speaks against it, and the ways on. */
function CameBack(props: Props & { refused: Refused; step: Step }) {
  const { person, steps, step, refused, lotId, sessionId, onReason } = props;
  const { t } = useLingui();
  const [typed, setTyped] = useState<string | null>(null);
  const reason = typed ?? (step.purpose === "EPIDEMIC" ? props.reason : "");
  const [send, sending] = useSend(RecordDose);
  const advised = refused.code === "DOSE_NOT_ADVISED";
  // A colleague was quicker: the dose is on record once, and nothing is left to be done.
  const recorded = refused.code === "DOSE_ALREADY_RECORDED";
  const goOn = async (event: FormEvent) => {
    event.preventDefault();
    if (!person.patient || !reason.trim()) return;
    const input = {
      patientId: person.patient.id,
      sessionId,
      lotId: step.lotId ?? lotId,
      purpose: step.purpose,
      givenAt: step.at,
      override: { reason: reason.trim() },
    };
    const answer = (await send({ input }))?.recordDose;
    if (step.purpose === "EPIDEMIC") onReason(reason.trim());
    if (answer) steps.forget(step.key);
  };
  return (
    <div className={classes.back}>
      <Notice
        meaning="information"
        title={refused.message || (advised ? t`Something speaks against this dose` : t`This step was not taken`)}
        live
      >
        {refused.advice.map((text) => (
          <p key={text}>{text}</p>
        ))}
        {advised && (
          <form onSubmit={goOn} className={classes.reason}>
            <Textarea
              label={t`Was it given all the same? Why?`}
              value={reason}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autosize
            />
            <Button type="submit" loading={sending} disabled={!reason.trim()}>{t`Record with this reason`}</Button>
          </form>
        )}
        <span className={classes.taps}>
          {!advised && !recorded && (
            <Button size="compact-sm" variant="default" onClick={() => steps.retry(step.key)}>{t`Try again`}</Button>
          )}
          <Button size="compact-sm" variant="default" onClick={() => steps.forget(step.key)}>
            {recorded ? t`Understood` : step.what === "GIVE" ? t`Not given` : t`Leave it`}
          </Button>
        </span>
      </Notice>
    </div>
  );
}

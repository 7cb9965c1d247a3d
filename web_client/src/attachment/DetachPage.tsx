import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Textarea } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useSend } from "../api/send";
import { readDay, sayDay, shortDay, today } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { ButtonLink } from "../parts/ButtonLink";
import { DayField } from "../parts/DayField";
import { Notice } from "../parts/Notice";
import { RuleView } from "../parts/Rule";
import { tell } from "../parts/tell";
import { DraftNotice } from "../patient/DraftNotice";
import { comingAttachment, type PersonAttachment, type PersonRecord } from "../patient/person";
import { useDraft } from "../patient/use-draft";
import { usePerson } from "../patient/use-person";
import classes from "./AttachForm.module.css";
import { DetachPatient, type DetachRefusal } from "./detach";
import { type EndReason, EndReasonChoice } from "./EndReasonChoice";

export function DetachPage() {
  const { personId } = useParams({ from: "/desk/$personId/detach" });
  const { person, ask } = usePerson(personId);
  if (!person) return null;
  const attachment = comingAttachment(person) ?? person.attachment;
  return (
    <>
      <h3>
        <Trans>Detach from the clinic</Trans>
      </h3>
      {attachment?.availableActions.includes("DETACH") ? (
        <DetachForm
          person={person}
          attachment={attachment}
          onStale={() => ask({ requestPolicy: "network-only" })}
          key={person.id}
        />
      ) : (
        <Notice meaning="information">
          <Trans>There is no attachment here that could end.</Trans>
        </Notice>
      )}
    </>
  );
}

interface Props {
  person: PersonRecord;
  attachment: PersonAttachment;
  onStale(): void;
}

/** Why, since when, and a word where the grounds are a paper; it can be taken back for ten minutes. */
function DetachForm({ person, attachment, onStale }: Props) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const navigate = useNavigate();
  const [send, sending] = useSend(DetachPatient);
  const [reason, setReason] = useState<EndReason | "">("");
  const coming = attachment.startsOn > today();
  const likelyDay = shortDay(coming ? attachment.startsOn : today());
  const [day, setDay] = useState(likelyDay);
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<DetachRefusal | null>(null);
  const touched = Boolean(reason || note) || day !== likelyDay;
  const restore = (kept: { reason: EndReason | ""; day: string; note: string }) => {
    if (touched) return false;
    setReason(kept.reason);
    setDay(kept.day);
    setNote(kept.note);
    return true;
  };
  const draft = useDraft(`detach-patient:${attachment.id}`, { reason, day, note }, restore, touched);
  const startAnew = () => {
    setReason("");
    setDay(likelyDay);
    setNote("");
  };
  const died = reason === "DEATH";
  const needsNote = reason === "COMMISSION_DECISION" || reason === "ERROR";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal(null);
    const endsOn = readDay(day);
    const empty = {
      ...(!reason && { reason: t`Choose why.` }),
      ...(!endsOn && { endsOn: t`Write the day as on the document: 05.03.2019.` }),
      ...(needsNote && !note.trim() && { note: t`Write a few words here: they stay on record.` }),
    };
    setMissing(empty);
    if (!reason || Object.keys(empty).length) return focusFirst();
    const input = {
      attachmentId: attachment.id,
      version: attachment.version,
      reason,
      endsOn,
      note: note.trim() || null,
    };
    const answer = (await send({ input }))?.detachPatient;
    if (!answer) return;
    if (answer.__typename === "StaleVersion") onStale();
    if (answer.__typename !== "Attachment") {
      setRefusal(answer);
      return focusFirst();
    }
    void draft.discard();
    const since = sayDay(answer.endsOn ?? today(), language);
    void tell({ message: t`Detached from ${since}. It can be taken back for ten minutes on the card.` });
    void navigate({ to: "/desk/$personId", params: { personId: person.id } });
  };

  const problem = (field: string) => missing[field] ?? problemOf(refusal, field);
  const start = sayDay(attachment.startsOn, language);
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <p className={classes.from}>
        {coming ? <Trans>Attached:</Trans> : <Trans>Attached now:</Trans>}{" "}
        {[attachment.clinic.name, attachment.doctor?.shortName].filter(Boolean).join(", ")}
        <small>{coming ? t`from ${start}` : t`since ${start}`}</small>
      </p>
      <DraftNotice draft={draft} onStartAnew={startAnew} />
      <EndReasonChoice
        value={reason}
        onChange={setReason}
        temporary={person.citizenship === "TEMPORARY_WITH_CONTRACT"}
        error={problem("reason")}
      />
      <DayField
        label={died ? t`Date of death` : t`From which day is it over?`}
        description={
          died
            ? t`As in the certificate. It goes into the record, and nobody attaches the person again.`
            : t`The first day that no longer counts.`
        }
        value={day}
        onChange={setDay}
        error={problem("endsOn")}
        maw="18rem"
      />
      <Textarea
        label={needsNote ? t`Which decision, or what went wrong?` : t`Note`}
        description={t`It stays on record with your name.`}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={problem("note")}
        autosize
        minRows={2}
      />
      {refusal && (
        <Notice meaning={"rule" in refusal ? "information" : "attention"} live>
          <p>{refusal.message}</p>
          {"rule" in refusal && <RuleView rule={refusal.rule} />}
        </Notice>
      )}
      <div className={classes.send}>
        <Button type="submit" loading={sending}>
          <Trans>Detach</Trans>
        </Button>
        <ButtonLink to="/desk/$personId" params={{ personId: person.id }} variant="subtle">
          <Trans>Not now</Trans>
        </ButtonLink>
      </div>
    </form>
  );
}

function problemOf(refusal: DetachRefusal | null, field: string): string | undefined {
  if (refusal?.__typename !== "InvalidInput") return undefined;
  return refusal.problems.find(({ path }) => path.includes(field))?.message;
}

function focusFirst() {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[data-wrong] input')?.focus(),
  );
}

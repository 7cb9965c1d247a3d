import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Textarea } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useSend } from "../api/send";
import { sayDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { ButtonLink } from "../parts/ButtonLink";
import { tell } from "../parts/tell";
import { DraftNotice } from "../patient/DraftNotice";
import { useDraft } from "../patient/use-draft";
import { useSearch } from "../search/SearchProvider";
import { useMay } from "../session/viewer";
import classes from "./AttachForm.module.css";
import { DoctorChoice } from "./DoctorChoice";
import { AttachPatient, type AttachRefusal, type Options } from "./options";
import { likelyReason, type Reason, ReasonChoice } from "./ReasonChoice";
import { RefusedAttachment } from "./RefusedAttachment";
import { WhereFrom } from "./WhereFrom";

interface Choices {
  listId: string;
  picked?: Reason;
  evidence: string;
  waiver: boolean;
  override: string;
}

/** The likely doctor and reason are chosen already: Enter attaches. */
export function AttachForm({ personId, options }: { personId: string; options: Options }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const { text } = useSearch();
  const navigate = useNavigate();
  const mayOverride = useMay("OVERRIDE_RULE");
  const [send, sending] = useSend(AttachPatient);
  const likelyList = options.proposed?.id ?? options.lists[0]?.id ?? "";
  const [listId, setListId] = useState(likelyList);
  const [picked, setReason] = useState<Reason>();
  const [evidence, setEvidence] = useState("");
  const [waiver, setWaiver] = useState(false);
  const [override, setOverride] = useState("");
  const [refusal, setRefusal] = useState<AttachRefusal | null>(null);
  const choices: Choices = { listId, picked, evidence, waiver, override };
  const touched = Boolean(picked || evidence || waiver || override) || listId !== likelyList;
  const putBack = (kept: Choices) => {
    setListId(options.lists.some(({ id }) => id === kept.listId) ? kept.listId : likelyList);
    setReason(kept.picked);
    setEvidence(kept.evidence);
    setWaiver(kept.waiver);
    setOverride(kept.override);
    return true;
  };
  const draft = useDraft(`attach-patient:${personId}`, choices, (kept: Choices) => !touched && putBack(kept), touched);
  const startAnew = () => putBack({ listId: likelyList, evidence: "", waiver: false, override: "" });
  // What was picked may not fit any more when somebody else has changed the attachment meanwhile.
  const fits = options.reasons.some((one) => one.reason === picked && one.open);
  const reason = fits ? picked : likelyReason(options.reasons);
  const chosen = options.reasons.find((one) => one.reason === reason);
  const outside = !options.resident || options.area?.doctorList?.id !== listId;

  const attach = async (list: string) => {
    if (!reason) return;
    const input = {
      patientId: personId,
      listId: list,
      reason,
      homeVisitWaiver: outside && waiver,
      evidence: evidence || null,
      // Only against a refusal that is in sight: a draft may know the reason from another day.
      override: refusal && override ? { reason: override } : null,
    };
    const answer = (await send({ input }))?.attachPatient;
    if (!answer) return;
    if (answer.__typename !== "Attachment") return setRefusal(answer as AttachRefusal);
    void draft.discard();
    const doctor = answer.doctor?.shortName ?? "";
    const since = sayDay(answer.startsOn, language);
    void tell({ message: t`Attached to ${doctor} from ${since}.` });
    void navigate({ to: "/desk/$personId", params: { personId: answer.patient?.id ?? personId }, state: { q: text } });
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attach(listId);
  };

  const startsOn = sayDay(chosen?.startsOn ?? options.startsOn, language);
  return (
    <form onSubmit={submit} className={classes.form}>
      <WhereFrom options={options} />
      <DraftNotice draft={draft} onStartAnew={startAnew} />
      <DoctorChoice
        lists={options.lists}
        proposedId={options.proposed?.id}
        areaListId={options.area?.doctorList?.id}
        value={listId}
        onChange={setListId}
      />
      {outside && (
        <Checkbox
          label={t`Gives up home visits`}
          description={t`The person lives outside this doctor's area: the doctor cannot come on foot in time. They must agree.`}
          checked={waiver}
          onChange={(event) => setWaiver(event.currentTarget.checked)}
        />
      )}
      <ReasonChoice reasons={options.reasons} value={reason} onChange={setReason} />
      {chosen?.needsEvidence && (
        <Textarea
          label={t`What shows it`}
          description={t`The document or its number, in a few words.`}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
          error={problemOf(refusal, "evidence")}
          autosize
        />
      )}
      {refusal && (
        <RefusedAttachment
          refusal={refusal}
          onList={(id) => {
            setListId(id);
            void attach(id);
          }}
        />
      )}
      {refusal && mayOverride && (
        <Textarea
          label={t`Attach all the same: why?`}
          description={t`The rule, your name and this reason stay on record.`}
          value={override}
          onChange={(event) => setOverride(event.currentTarget.value)}
          autosize
        />
      )}
      <div className={classes.send}>
        <Button type="submit" loading={sending} disabled={!listId || !reason}>
          <Trans>Attach from {startsOn}</Trans>
        </Button>
        <ButtonLink to="/desk/$personId" params={{ personId }} state={{ q: text }} variant="subtle">
          <Trans>Not now</Trans>
        </ButtonLink>
      </div>
    </form>
  );
}

function problemOf(refusal: AttachRefusal | null, field: string): string | undefined {
  if (refusal?.__typename !== "InvalidInput") return undefined;
  return refusal.problems.find(({ path }) => path.includes(field))?.message;
}

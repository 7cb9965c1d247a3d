import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Textarea } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { ButtonLink } from "../parts/ButtonLink";
import { Refused } from "../parts/Refused";
import { tell } from "../parts/tell";
import { DraftNotice } from "./DraftNotice";
import { MergeComparison } from "./MergeComparison";
import classes from "./PersonFields.module.css";
import { PersonPicker } from "./PersonPicker";
import { useDraft } from "./use-draft";
import { usePerson } from "./use-person";

const MergePatients = graphql(`
  mutation MergePatients($input: MergePatientsInput!) {
    mergePatients(input: $input) {
      __typename
      ... on Merge { id survivor { id } }
      ... on StaleVersion { message }
      ... on InvalidInput { message }
      ... on Refused { message }
    }
  }
`);

const NOBODY = { id: "", name: "" };

/** Two records of one person become one; the other is kept, and the merge can be taken back. */
export function MergePage() {
  const { personId } = useParams({ from: "/desk/$personId/merge" });
  const { t } = useLingui();
  const navigate = useNavigate();
  const [other, setOther] = useState(NOBODY);
  const [reason, setReason] = useState("");
  const [refusal, setRefusal] = useState("");
  const [send, sending] = useSend(MergePatients);
  const { person: survivor } = usePerson(personId);
  const { person: merged } = usePerson(other.id);
  const restore = (kept: { other: typeof NOBODY; reason: string }) => {
    if (other.id || reason) return false;
    setOther(kept.other);
    setReason(kept.reason);
    return true;
  };
  const draft = useDraft(`merge-patients:${personId}`, { other, reason }, restore, Boolean(other.id || reason));
  const startAnew = () => {
    setOther(NOBODY);
    setReason("");
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!survivor || !merged) return setRefusal(t`Choose the second record.`);
    const answer = await send({
      input: {
        survivorId: survivor.id,
        survivorVersion: survivor.version,
        mergedId: merged.id,
        mergedVersion: merged.version,
        reason,
      },
    });
    const outcome = answer?.mergePatients;
    if (!outcome) return;
    if (outcome.__typename !== "Merge") return setRefusal(outcome.message);
    void draft.discard();
    void tell({ message: t`The two records are one now. The card shows how to take them apart.` });
    void navigate({ to: "/desk/$personId", params: { personId } });
  };

  return (
    <form onSubmit={submit} className={classes.form}>
      <h3>
        <Trans>Merge a duplicate</Trans>
      </h3>
      <p className={classes.lead}>
        <Trans>This record stays. Find the other record of the same person: it will point here.</Trans>
      </p>
      <DraftNotice draft={draft} onStartAnew={startAnew} />
      <PersonPicker
        label={t`The other record`}
        exceptId={personId}
        initialName={other.name}
        onPick={(id, name) => setOther({ id, name })}
        key={draft.restoredAt}
      />
      {survivor && merged && <MergeComparison survivor={survivor} merged={merged} />}
      <Textarea
        label={t`How do you know that it is one person?`}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        required
        withAsterisk={false}
      />
      <Refused>{refusal}</Refused>
      <div className={classes.send}>
        <Button type="submit" loading={sending}>
          <Trans>Merge</Trans>
        </Button>
        <ButtonLink to="/desk/$personId" params={{ personId }} variant="subtle">
          <Trans>Not now</Trans>
        </ButtonLink>
      </div>
    </form>
  );
}

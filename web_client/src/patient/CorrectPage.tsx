import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { type FragmentOf, graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { shortDay } from "../language/dates";
import { sayPhone } from "../language/numbers";
import { ButtonLink } from "../parts/ButtonLink";
import { IinField } from "../parts/IinField";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/tell";
import { DraftNotice } from "./DraftNotice";
import { CandidateView, keyOf } from "./DuplicatesPanel";
import panel from "./DuplicatesPanel.module.css";
import { differences, EMPTY_FORM, fieldOf, type PersonForm, toInput } from "./form";
import { useFieldName } from "./names";
import { PersonFields } from "./PersonFields";
import classes from "./PersonFields.module.css";
import type { PersonRecord } from "./person";
import { Candidate } from "./register";
import { useDraft } from "./use-draft";
import { useJudgement } from "./use-judgement";
import { useNewerRecord } from "./use-newer-record";
import { usePerson } from "./use-person";
import { usePersonRules } from "./use-person-rules";

const UpdatePatient = graphql(
  `
  mutation UpdatePatient($input: UpdatePatientInput!) {
    updatePatient(input: $input) {
      __typename
      ... on Patient { id version fullName }
      ... on InvalidInput { message problems { path message } }
      ... on DuplicatePerson { message candidates { ...Candidate } }
      ... on StaleVersion { message }
      ... on Refused { message path }
    }
  }
`,
  [Candidate],
);

export function CorrectPage() {
  const { personId } = useParams({ from: "/desk/$personId/correct" });
  const { person, ask } = usePerson(personId);
  return (
    person && <CorrectForm person={person} onStale={() => ask({ requestPolicy: "network-only" })} key={person.id} />
  );
}

function CorrectForm({ person, onStale }: { person: PersonRecord; onStale(): void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [send, sending] = useSend(UpdatePatient);
  const [refusal, setRefusal] = useState("");
  const [reason, setReason] = useState("");
  const [reasonProblem, setReasonProblem] = useState("");
  const [candidates, setCandidates] = useState<Candidates>([]);
  const [sure, setSure] = useState(false);
  const rules = usePersonRules(useRef(true));
  const fieldName = useFieldName();
  const mayMerge = person.availableActions.includes("MERGE");
  const form = useForm<PersonForm>({
    initialValues: fromRecord(person),
    validate: { ...rules, iin: (iin, values) => (person.temporaryId && !iin ? null : rules.iin(iin, values)) },
    validateInputOnBlur: true,
  });
  const judgement = useJudgement(form.values);
  const changed = useNewerRecord(form, person);
  const before = fromRecord(person);
  const restore = (kept: Correction) => {
    if (form.isDirty()) return false;
    form.setValues(kept.fields);
    setReason(kept.reason);
    return true;
  };
  const correction = { fields: differences(before, form.values), reason };
  const draft = useDraft(`correct-patient:${person.id}`, correction, restore, form.isDirty() || reason !== "");
  const startAnew = () => {
    form.setValues(before);
    setReason("");
  };

  const submit = form.onSubmit(async (values) => {
    const { withoutIin: _, ...fields } = toInput(values);
    const input = {
      id: person.id,
      version: person.version,
      ...fields,
      override: sure ? { reason } : undefined,
      motherId: undefined,
      reason,
    };
    setRefusal("");
    setReasonProblem("");
    setCandidates([]);
    setSure(false);
    const answer = (await send({ input }))?.updatePatient;
    if (!answer) return;
    if (answer.__typename === "StaleVersion") onStale();
    if (answer.__typename === "DuplicatePerson") {
      setCandidates(answer.candidates);
      setSure(true);
    }
    if (answer.__typename === "Refused" && answer.path?.includes("reason")) {
      setReasonProblem(answer.message);
      return focusFirst();
    }
    if (answer.__typename !== "Patient") setRefusal(answer.message);
    if (answer.__typename === "InvalidInput") {
      for (const { path, message } of answer.problems) form.setFieldError(fieldOf(path), message);
      focusFirst();
    }
    if (answer.__typename !== "Patient") return;
    void draft.discard();
    void tell({ message: t`Corrected.` });
    void navigate({ to: "/desk/$personId", params: { personId: person.id } });
  }, focusFirst);

  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <h3>
        <Trans>Correct the record</Trans>
      </h3>
      <DraftNotice draft={draft} onStartAnew={startAnew} />
      <IinField {...form.getInputProps("iin")} error={judgement?.problem?.message ?? form.errors.iin} />
      {judgement?.warnings.map(({ message }) => (
        <Notice key={message} meaning="attention">
          {message}
        </Notice>
      ))}
      <PersonFields form={form} />
      <Textarea
        label={t`Why is it corrected?`}
        description={t`For example: new document, mistake in typing. What stood here before stays in the history.`}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={reasonProblem}
        autosize
      />
      {refusal && (
        <Notice meaning="attention" live>
          <p>{refusal}</p>
          {changed.length > 0 && (
            <>
              <p>
                <Trans>What you typed is still here. Changed meanwhile and taken into the form:</Trans>
              </p>
              <ul className={classes.changed}>
                {changed.map((field) => (
                  <li key={field}>{fieldName(field)}</li>
                ))}
              </ul>
            </>
          )}
          {candidates.length > 0 && <SamePeople candidates={candidates} personId={person.id} mayMerge={mayMerge} />}
        </Notice>
      )}
      <Group className={classes.send}>
        <Button type="submit" loading={sending}>
          {sure ? <Trans>It is another person: save</Trans> : <Trans>Save</Trans>}
        </Button>
        <ButtonLink to="/desk/$personId" params={{ personId: person.id }} variant="subtle">
          <Trans>Leave as it was</Trans>
        </ButtonLink>
      </Group>
    </form>
  );
}

/** Only what was typed: where a colleague changes the rest meanwhile, a draft does not bring back what stood there. */
interface Correction {
  fields: Partial<PersonForm>;
  reason: string;
}

type Candidates = readonly FragmentOf<typeof Candidate>[];

/** The IIN that came is somebody's already: the two records are one person's, or one of the numbers is wrong. */
function SamePeople({
  candidates,
  personId,
  mayMerge,
}: {
  candidates: Candidates;
  personId: string;
  mayMerge: boolean;
}) {
  return (
    <>
      <ul className={panel.list}>
        {candidates.map((one) => (
          <CandidateView key={keyOf(one)} candidate={one} />
        ))}
      </ul>
      {mayMerge && (
        <ButtonLink to="/desk/$personId/merge" params={{ personId }} size="compact-sm" variant="default">
          <Trans>It is one person: merge the records</Trans>
        </ButtonLink>
      )}
    </>
  );
}

function focusFirst() {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

export function fromRecord(person: PersonRecord): PersonForm {
  const { address } = person;
  return {
    ...EMPTY_FORM,
    iin: person.iin ?? "",
    familyName: person.familyName,
    givenName: person.givenName,
    patronymic: person.patronymic ?? "",
    birthDate: person.birthDate ? shortDay(person.birthDate) : "",
    sex: person.sex,
    citizenship: person.citizenship,
    contractUntil: person.contractUntil ? shortDay(person.contractUntil) : "",
    language: person.language,
    phones: person.phones.length ? person.phones.map(sayPhone) : [""],
    email: person.email ?? "",
    locality: address?.locality ?? "",
    street: address?.street ?? "",
    house: address?.house ?? "",
    flat: address?.flat ?? "",
  };
}

import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { shortDay } from "../language/dates";
import { sayPhone } from "../language/numbers";
import { ButtonLink } from "../parts/ButtonLink";
import { IinField } from "../parts/IinField";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/tell";
import { EMPTY_FORM, type PersonForm, toInput } from "./form";
import { PersonFields } from "./PersonFields";
import classes from "./PersonFields.module.css";
import type { PersonRecord } from "./person";
import { useJudgement } from "./use-judgement";
import { usePerson } from "./use-person";
import { usePersonRules } from "./use-person-rules";

const UpdatePatient = graphql(`
  mutation UpdatePatient($input: UpdatePatientInput!) {
    updatePatient(input: $input) {
      __typename
      ... on Patient { id version fullName }
      ... on InvalidInput { message problems { path message } }
      ... on DuplicatePerson { message }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

export function CorrectPage() {
  const { personId } = useParams({ from: "/desk/$personId/correct" });
  const { person } = usePerson(personId);
  return person && <CorrectForm person={person} key={`${person.id}:${person.version}`} />;
}

function CorrectForm({ person }: { person: PersonRecord }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [send, sending] = useSend(UpdatePatient);
  const [refusal, setRefusal] = useState("");
  const [reason, setReason] = useState("");
  const rules = usePersonRules(useRef(true));
  const form = useForm<PersonForm>({
    initialValues: fromRecord(person),
    validate: { ...rules, iin: (iin, values) => (person.temporaryId && !iin ? null : rules.iin(iin, values)) },
    validateInputOnBlur: true,
  });
  const judgement = useJudgement(form.values);

  const submit = form.onSubmit(async (values) => {
    const { withoutIin: _, ...fields } = toInput(values);
    const input = {
      id: person.id,
      version: person.version,
      ...fields,
      override: undefined,
      motherId: undefined,
      reason,
    };
    const answer = (await send({ input }))?.updatePatient;
    if (!answer) return;
    if (answer.__typename !== "Patient") return setRefusal(answer.message);
    void tell({ message: t`Corrected.` });
    void navigate({ to: "/desk/$personId", params: { personId: person.id } });
  });

  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <h3>
        <Trans>Correct the record</Trans>
      </h3>
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
        autosize
      />
      {refusal && (
        <Notice meaning="attention" live>
          {refusal}
        </Notice>
      )}
      <Group className={classes.send}>
        <Button type="submit" loading={sending}>
          <Trans>Save</Trans>
        </Button>
        <ButtonLink to="/desk/$personId" params={{ personId: person.id }} variant="subtle">
          <Trans>Leave as it was</Trans>
        </ButtonLink>
      </Group>
    </form>
  );
}

function fromRecord(person: PersonRecord): PersonForm {
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
    phone: person.phones[0] ? sayPhone(person.phones[0]) : "",
    email: person.email ?? "",
    locality: address?.locality ?? "",
    street: address?.street ?? "",
    house: address?.house ?? "",
    flat: address?.flat ?? "",
  };
}

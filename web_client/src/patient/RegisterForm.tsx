import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useSend } from "../api/send";
import { shortDay } from "../language/dates";
import { IinField } from "../parts/IinField";
import { Notice } from "../parts/Notice";
import { Refused } from "../parts/Refused";
import { tell } from "../parts/tell";
import { DraftNotice } from "./DraftNotice";
import { DuplicatesPanel, KnownPerson } from "./DuplicatesPanel";
import { EMPTY_FORM, fieldOf, type PersonForm, type PersonFormState, toInput } from "./form";
import { MotherField } from "./MotherField";
import { PersonFields } from "./PersonFields";
import classes from "./PersonFields.module.css";
import { RegisterPatient } from "./register";
import { useDraft } from "./use-draft";
import { useJudgement } from "./use-judgement";
import { usePersonRules } from "./use-person-rules";

const DRAFT = "register-patient";
/** Where who may be the same has no room beside the form, they stand under the fields that tell it: nothing typed moves. */
const NO_ROOM_BESIDE = "(width < 90rem)";

export function RegisterForm({ known }: { known: Partial<PersonForm> }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [send, sending] = useSend(RegisterPatient);
  const [refusal, setRefusal] = useState("");
  const [sure, setSure] = useState(false);
  const sent = useRef(false);
  const form = useForm<PersonForm>({
    initialValues: { ...EMPTY_FORM, ...known },
    validate: usePersonRules(sent),
    validateInputOnBlur: true,
  });
  // A draft that comes late does not wipe what is being typed.
  const restore = (kept: PersonForm) => {
    if (known.iin || form.isDirty()) return false;
    form.setValues({ ...EMPTY_FORM, ...kept });
    return true;
  };
  const draft = useDraft(DRAFT, form.values, restore, form.isDirty());
  const judgement = useJudgement(form.values);
  const below = useMediaQuery(NO_ROOM_BESIDE, false, { getInitialValueInEffect: false });

  const fillIn = (iin: string) => form.setFieldValue("iin", iin);
  useFilledIn(judgement, form);

  const submit = form.onSubmit(async (values) => {
    setRefusal("");
    await draft.discard();
    const input = {
      ...toInput(values),
      override: sure ? { reason: t`Another person, checked by the document` } : null,
    };
    const answer = (await send({ input }))?.registerPatient;
    if (answer?.__typename === "Patient") {
      void tell({ message: t`${answer.fullName} is on record.` });
      return void navigate({ to: "/desk/$personId/attach", params: { personId: answer.id } });
    }
    draft.goOn();
    if (!answer) return;
    setRefusal(answer.message);
    if (answer.__typename === "DuplicatePerson") setSure(true);
    if (answer.__typename !== "InvalidInput") return;
    for (const { path, message } of answer.problems) form.setFieldError(fieldOf(path), message);
    focusFirst();
  }, focusFirst);

  const submitAll = (event: FormEvent<HTMLFormElement>) => {
    sent.current = true;
    submit(event);
  };

  const duplicates = !judgement?.known && <DuplicatesPanel form={form.values} />;
  return (
    <div className={classes.beside}>
      <form onSubmit={submitAll} className={classes.form} noValidate>
        <DraftNotice draft={draft} onStartAnew={form.reset} />
        <IinField
          {...form.getInputProps("iin")}
          onChange={fillIn}
          error={judgement?.problem?.message ?? form.errors.iin}
          autoFocus
        />
        {judgement?.warnings.map(({ message }) => (
          <Notice key={message} meaning="attention" live>
            {message}
          </Notice>
        ))}
        {!form.values.iin && <WithoutIin {...form.getInputProps("withoutIin")} />}
        {!form.values.iin && form.values.withoutIin === "NEWBORN" && <MotherField form={form} key={draft.restoredAt} />}
        {judgement?.known && <KnownPerson known={judgement.known} />}
        <PersonFields form={form}>{below && duplicates}</PersonFields>
        <Refused>{refusal}</Refused>
        <div className={classes.send}>
          <Button type="submit" loading={sending}>
            {sure ? <Trans>It is another person: register</Trans> : <Trans>Register and go on to attach</Trans>}
          </Button>
        </div>
      </form>
      {!below && duplicates}
    </div>
  );
}

function WithoutIin({ value, ...props }: { value?: string }) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Why is there no IIN?`}
      description={t`The person gets a temporary number; the records are merged when the IIN is known.`}
      placeholder={t`Leave empty when there is an IIN`}
      data={[
        { value: "NEWBORN", label: t`newborn` },
        { value: "FOREIGNER", label: t`foreigner` },
        { value: "UNKNOWN_PERSON", label: t`unknown person` },
      ]}
      clearable
      value={value || null}
      {...props}
    />
  );
}

type Judgement = ReturnType<typeof useJudgement>;
/** Birth date and sex come from the IIN once; what the document says otherwise may be typed over. */
function useFilledIn(judgement: Judgement, form: PersonFormState) {
  const [done, setDone] = useState("");
  const { iin, birthDate, sex } = form.values;
  if (!judgement?.valid || done === iin) return;
  setDone(iin);
  if (judgement.birthDate && !birthDate) form.setFieldValue("birthDate", shortDay(judgement.birthDate));
  if (judgement.sex && !sex) form.setFieldValue("sex", judgement.sex);
}

function focusFirst() {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

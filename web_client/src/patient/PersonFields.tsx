import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { typeDigit } from "../keys/physical";
import { LANGUAGE_NAMES } from "../language/language";
import { Choices } from "../parts/Choices";
import { DayField } from "../parts/DayField";
import type { Citizenship, PersonFormState } from "./form";
import { CITIZENSHIPS, SEXES } from "./names";
import classes from "./PersonFields.module.css";
import { PhonesField } from "./PhonesField";

const SPOKEN = [
  { value: "KK" as const, label: LANGUAGE_NAMES.kk },
  { value: "RU" as const, label: LANGUAGE_NAMES.ru },
  { value: "EN" as const, label: LANGUAGE_NAMES.en },
];

/** Everything about a person but the IIN; what names and birth date tell already stands right under them. */
export function PersonFields({ form, children }: { form: PersonFormState; children?: ReactNode }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const sexes = (["FEMALE", "MALE"] as const).map((value) => ({ value, label: i18n._(SEXES[value]) }));
  const citizenships = (Object.keys(CITIZENSHIPS) as Citizenship[]).map((value) => ({
    value,
    label: i18n._(CITIZENSHIPS[value]),
  }));
  const words = { autoComplete: "off", spellCheck: false };
  return (
    <>
      <TextInput label={t`Family name`} {...words} {...form.getInputProps("familyName")} />
      <TextInput label={t`Given name`} {...words} {...form.getInputProps("givenName")} />
      <TextInput
        label={t`Patronymic`}
        description={t`As in the document; leave empty when there is none.`}
        {...words}
        {...form.getInputProps("patronymic")}
      />
      <DayField label={t`Birth date`} maw="12rem" {...form.getInputProps("birthDate")} />
      {children}
      <Choices label={t`Sex`} options={sexes} {...form.getInputProps("sex")} />
      <Select label={t`Citizenship`} data={citizenships} {...form.getInputProps("citizenship")} />
      {form.values.citizenship === "TEMPORARY_WITH_CONTRACT" && (
        <DayField label={t`Insurance contract until`} maw="12rem" {...form.getInputProps("contractUntil")} />
      )}
      <h3 className={classes.part}>{t`How to reach them`}</h3>
      <PhonesField form={form} />
      <TextInput label={t`E-mail`} type="email" autoComplete="off" {...form.getInputProps("email")} />
      <Choices label={t`Language of letters and messages`} options={SPOKEN} {...form.getInputProps("language")} />
      <h3 className={classes.part}>{t`Where they live`}</h3>
      <TextInput label={t`Town or village`} autoComplete="off" {...form.getInputProps("locality")} />
      <TextInput label={t`Street`} autoComplete="off" {...form.getInputProps("street")} />
      <div className={classes.pair}>
        <TextInput label={t`House`} autoComplete="off" onKeyDown={typeDigit} {...form.getInputProps("house")} />
        <TextInput label={t`Flat`} autoComplete="off" onKeyDown={typeDigit} {...form.getInputProps("flat")} />
      </div>
    </>
  );
}

import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, MultiSelect, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useSend } from "../api/send";
import { useRegionChoices } from "../clinic/choices";
import { LANGUAGE_NAMES } from "../language/language";
import { Choices } from "../parts/Choices";
import { Notice } from "../parts/Notice";
import { Refused } from "../parts/Refused";
import { tell } from "../parts/tell";
import { DraftNotice } from "../patient/DraftNotice";
import classes from "../patient/PersonFields.module.css";
import { useDraft } from "../patient/use-draft";
import { AccountActions } from "./AccountActions";
import { type AccountRecord, CreateAccount, type Told, UpdateAccount } from "./account";
import { isFundRole, useGrantableRoles } from "./grantable";
import type { Role } from "./role-names";

interface Form {
  login: string;
  name: string;
  role: Role;
  language: "KK" | "RU" | "EN";
  regionCodes: string[];
}

const LANGUAGES = [
  { value: "KK" as const, label: LANGUAGE_NAMES.kk },
  { value: "RU" as const, label: LANGUAGE_NAMES.ru },
  { value: "EN" as const, label: LANGUAGE_NAMES.en },
];

interface Props {
  account?: AccountRecord;
  onDone(): void;
  onTold(told: Told): void;
}

export function AccountForm({ account, onDone, onTold }: Props) {
  const { t } = useLingui();
  const roles = useGrantableRoles();
  const regions = useRegionChoices();
  const [create, creating] = useSend(CreateAccount);
  const [update, updating] = useSend(UpdateAccount);
  const [refusal, setRefusal] = useState("");
  const form = useForm<Form>({
    initialValues: {
      login: account?.login ?? "",
      name: account?.name ?? "",
      role: account?.role ?? roles[0]?.value ?? "REGISTRAR",
      language: account?.language ?? "KK",
      regionCodes: [...(account?.regionCodes ?? [])],
    },
    validate: {
      login: (value) => (value.trim() ? null : t`The login cannot be empty.`),
      name: (value) => (value.trim() ? null : t`The name cannot be empty.`),
    },
    validateInputOnBlur: true,
  });

  const restore = (kept: Form) => {
    if (form.isDirty()) return false;
    form.setValues(kept);
    return true;
  };
  const draft = useDraft(`account:${account?.id ?? "new"}`, form.values, restore, form.isDirty());

  const submit = form.onSubmit(async ({ login, regionCodes, ...rest }) => {
    const where = isFundRole(rest.role) ? { regionCodes } : {};
    const answer = account
      ? (await update({ input: { id: account.id, version: account.version, ...rest, ...where } }))?.updateAccount
      : (await create({ input: { login, ...rest, ...where } }))?.createAccount;
    if (!answer) return;
    if (answer.__typename === "Account" || answer.__typename === "OneTimePassword") void draft.discard();
    if (answer.__typename === "Account") {
      void tell({ message: t`Saved.` });
      return onDone();
    }
    if (answer.__typename === "OneTimePassword") return onTold(answer);
    setRefusal(answer.message);
    if (answer.__typename === "InvalidInput")
      for (const { path, message } of answer.problems) form.setFieldError(path.at(-1) ?? "login", message);
  });

  return (
    <>
      <h2 className={classes.title}>{account?.name ?? t`New user`}</h2>
      <form onSubmit={submit} className={classes.form} noValidate>
        <DraftNotice draft={draft} onStartAnew={form.reset} />
        <TextInput
          label={t`Login`}
          autoComplete="off"
          autoCapitalize="none"
          readOnly={Boolean(account)}
          {...form.getInputProps("login")}
        />
        <TextInput label={t`Name`} autoComplete="off" {...form.getInputProps("name")} />
        <Select label={t`Role`} data={roles} {...form.getInputProps("role")} />
        {isFundRole(form.values.role) && (
          <MultiSelect label={t`Regions`} data={regions} {...form.getInputProps("regionCodes")} />
        )}
        <Choices label={t`Language`} options={LANGUAGES} {...form.getInputProps("language")} />
        {!account && (
          <Notice meaning="information">
            <Trans>The first password is made for you to pass on. It opens the door once, to choose an own one.</Trans>
          </Notice>
        )}
        <Refused>{refusal}</Refused>
        <Group className={classes.send}>
          <Button type="submit" loading={creating || updating}>
            {account ? <Trans>Save</Trans> : <Trans>Create the user</Trans>}
          </Button>
          <Button variant="subtle" onClick={onDone}>
            <Trans>Leave as it was</Trans>
          </Button>
        </Group>
      </form>
      {account && <AccountActions account={account} onDone={onDone} onTold={onTold} />}
    </>
  );
}

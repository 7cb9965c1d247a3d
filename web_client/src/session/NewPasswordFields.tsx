import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { Notice } from "../parts/Notice";
import { PasswordField } from "./PasswordField";

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on TooManyAttempts { message }
      ... on Refused { code message path }
    }
  }
`);

interface Props {
  currentLabel: string;
  withCode: boolean;
  onDone(): void;
}

/** The password as it is, and the one to take its place. */
export function NewPasswordFields({ currentLabel, withCode, onDone }: Props) {
  const { t } = useLingui();
  const [send, sending] = useSend(ChangePassword);
  const [password, setPassword] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const [refusal, setRefusal] = useState<{ words: string; ofNew: boolean } | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal(null);
    const answer = (await send({ input: { password, newPassword } }))?.changePassword;
    if (!answer) return;
    if (answer.__typename === "Done") {
      setPassword("");
      setNewPassword("");
      return onDone();
    }
    const ofNew = answer.__typename === "Refused" && answer.path?.[0] === "newPassword";
    setRefusal({ words: answer.message, ofNew });
  };

  return (
    <form onSubmit={submit}>
      <Stack maw="30rem">
        {refusal && !refusal.ofNew && (
          <Notice meaning="attention" live>
            {refusal.words}
          </Notice>
        )}
        <PasswordField label={currentLabel} value={password} onChange={setPassword} />
        <PasswordField
          label={t`New password`}
          description={
            withCode ? t`At least 8 characters; a sentence is good.` : t`At least 15 characters; a sentence is good.`
          }
          value={newPassword}
          onChange={setNewPassword}
          error={refusal?.ofNew ? refusal.words : null}
          fresh
        />
        <Button type="submit" loading={sending} style={{ alignSelf: "start" }}>
          <Trans>Set the password</Trans>
        </Button>
      </Stack>
    </form>
  );
}

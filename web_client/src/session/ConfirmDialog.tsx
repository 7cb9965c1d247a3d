import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { Refused } from "../parts/Refused";
import { CodeField } from "./CodeField";
import { PasswordField } from "./PasswordField";

const Confirm = graphql(`
  mutation ConfirmIdentity($input: ConfirmIdentityInput!) {
    confirmIdentity(input: $input) {
      __typename
      ... on TooManyAttempts { message }
      ... on Refused { code message }
    }
  }
`);

/** The password once more, before what does harm far beyond one record. */
export function ConfirmDialog({ onAnswer }: { onAnswer(confirmed: boolean): void }) {
  const { t } = useLingui();
  const [send, sending] = useSend(Confirm);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [codeNeeded, setCodeNeeded] = useState(false);
  const [refusal, setRefusal] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setRefusal("");
    const answer = (await send({ input: { password, code: code || null } }))?.confirmIdentity;
    if (!answer) return;
    if (answer.__typename === "Done") return onAnswer(true);
    if (answer.__typename === "Refused" && answer.code === "SECOND_FACTOR_NEEDED" && !codeNeeded)
      return setCodeNeeded(true);
    setRefusal(answer.message);
    setCode("");
  };

  return (
    <Modal
      opened
      onClose={() => onAnswer(false)}
      title={t`Is it still you?`}
      closeButtonProps={{ "aria-label": t`Close` }}
      closeOnClickOutside={false}
      centered
      zIndex={260}
    >
      <form onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onAnswer(false)}>
        <Stack>
          <Text c="dimmed">
            <Trans>This step reaches far, and your password was given some time ago.</Trans>
          </Text>
          <Refused>{refusal}</Refused>
          <PasswordField label={t`Password`} value={password} onChange={setPassword} first />
          {codeNeeded && <CodeField value={code} onChange={setCode} />}
          <Group>
            <Button type="submit" loading={sending}>
              <Trans>It is me, go on</Trans>
            </Button>
            <Button variant="subtle" onClick={() => onAnswer(false)}>
              <Trans>Leave as it was</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

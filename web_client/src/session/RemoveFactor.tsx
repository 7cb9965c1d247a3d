import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useSend } from "../api/send";
import { Refused } from "../parts/Refused";
import { CodeField } from "./CodeField";
import classes from "./OwnAccountPage.module.css";
import { PasswordField } from "./PasswordField";
import { RemoveSecondFactor } from "./second-factor";

/** Turned off only by who has both: the password and a code. */
export function RemoveFactor({ onDone, onCancel }: { onDone(): void; onCancel(): void }) {
  const { t } = useLingui();
  const [send, sending] = useSend(RemoveSecondFactor);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [refusal, setRefusal] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal("");
    const answer = (await send({ input: { password, code } }))?.removeSecondFactor;
    if (!answer) return;
    if (answer.__typename === "Done") return onDone();
    setRefusal(answer.message);
  };

  return (
    <form onSubmit={submit}>
      <Stack maw="30rem">
        <Refused>{refusal}</Refused>
        <PasswordField label={t`Password`} value={password} onChange={setPassword} />
        <CodeField value={code} onChange={setCode} />
        <div className={classes.row}>
          <Button type="submit" loading={sending}>
            <Trans>Turn off</Trans>
          </Button>
          <Button variant="subtle" onClick={onCancel}>
            <Trans>Leave as it was</Trans>
          </Button>
        </div>
      </Stack>
    </form>
  );
}

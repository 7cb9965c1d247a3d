import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, PasswordInput, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useSend } from "../api/send";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/tell";
import classes from "../patient/NextStep.module.css";
import { type AccountRecord, ResetPassword, UpdateAccount } from "./account";

/** What may be done with an account beside changing its fields; the server says which. */
export function AccountActions({ account, onDone }: { account: AccountRecord; onDone(): void }) {
  const { t } = useLingui();
  const [update, updating] = useSend(UpdateAccount);
  const setActive = async (active: boolean) => {
    const answer = (await update({ input: { id: account.id, version: account.version, active } }))?.updateAccount;
    if (!answer) return;
    if (answer.__typename !== "Account") return void tell({ message: answer.message });
    void tell({ message: active ? t`May sign in again.` : t`Signed out everywhere; cannot sign in.` });
    onDone();
  };
  const can = account.availableActions;
  return (
    <div className={classes.steps}>
      {can.includes("RESET_PASSWORD") && <NewPassword account={account} />}
      {account.active && can.includes("DEACTIVATE") && (
        <Button variant="default" loading={updating} onClick={() => setActive(false)}>
          <Trans>Deactivate</Trans>
        </Button>
      )}
      {!account.active && can.includes("UPDATE") && (
        <Button variant="default" loading={updating} onClick={() => setActive(true)}>
          <Trans>Activate again</Trans>
        </Button>
      )}
    </div>
  );
}

function NewPassword({ account }: { account: AccountRecord }) {
  const { t } = useLingui();
  const [opened, { open, close }] = useDisclosure();
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState("");
  const [send, sending] = useSend(ResetPassword);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = (await send({ input: { id: account.id, version: account.version, password } }))?.resetPassword;
    if (!answer) return;
    if (answer.__typename !== "Account") return setRefusal(answer.message);
    void tell({ message: t`The new password holds from now on.` });
    close();
  };
  return (
    <>
      <Button variant="default" onClick={open}>
        <Trans>New password</Trans>
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t`New password`}
        closeButtonProps={{ "aria-label": t`Close` }}
        centered
      >
        <form onSubmit={submit}>
          <Stack>
            {refusal && (
              <Notice meaning="attention" live>
                {refusal}
              </Notice>
            )}
            <PasswordInput
              label={t`New password`}
              description={t`At least 15 characters; a sentence is good.`}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
              data-autofocus
              required
              withAsterisk={false}
            />
            <Button type="submit" loading={sending}>
              <Trans>Set the password</Trans>
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

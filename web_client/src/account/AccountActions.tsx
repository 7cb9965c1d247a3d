import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSend } from "../api/send";
import { AskFirst } from "../parts/AskFirst";
import { tell } from "../parts/tell";
import classes from "../patient/NextStep.module.css";
import { type AccountRecord, ResetPassword, ResetSecondFactor, type Told, UpdateAccount } from "./account";

interface Props {
  account: AccountRecord;
  onDone(): void;
  onTold(told: Told): void;
}

/** What may be done with an account beside changing its fields; the server says which. */
export function AccountActions({ account, onDone, onTold }: Props) {
  const { t } = useLingui();
  const [update, updating] = useSend(UpdateAccount);
  const [resetPassword, resetting] = useSend(ResetPassword);
  const [resetFactor, taking] = useSend(ResetSecondFactor);
  const which = { id: account.id, version: account.version };
  const { name, availableActions: can } = account;

  const setActive = async (active: boolean) => {
    const answer = (await update({ input: { ...which, active } }))?.updateAccount;
    if (!answer) return;
    if ("message" in answer) return void tell({ message: answer.message });
    void tell({ message: active ? t`May sign in again.` : t`Signed out everywhere; cannot sign in.` });
    onDone();
  };
  const newPassword = async () => {
    const answer = (await resetPassword({ input: which }))?.resetPassword;
    if (answer?.__typename === "OneTimePassword") return onTold(answer);
    if (answer && "message" in answer) void tell({ message: answer.message });
  };
  const withoutFactor = async () => {
    const answer = (await resetFactor({ input: which }))?.resetSecondFactor;
    if (!answer) return;
    const done = t`Signed out everywhere; the password alone is asked for now.`;
    void tell({ message: "message" in answer ? answer.message : done });
  };

  return (
    <div className={classes.steps}>
      {can.includes("RESET_PASSWORD") && (
        <AskFirst
          title={t`A new password for ${name}?`}
          consequence={t`The old password opens nothing any more, and they are signed out everywhere. You will see the new one once, to pass it on.`}
          yes={t`Make a new password`}
          onYes={newPassword}
          busy={resetting}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              <Trans>New one-time password</Trans>
            </Button>
          )}
        </AskFirst>
      )}
      {can.includes("RESET_SECOND_FACTOR") && (
        <AskFirst
          title={t`Take the code of ${name} away?`}
          consequence={t`They are signed out everywhere and sign in with the password alone until they set up a new app. Be sure that it is they who asked.`}
          yes={t`Take the code away`}
          onYes={withoutFactor}
          busy={taking}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              <Trans>Telephone is lost: take the code away</Trans>
            </Button>
          )}
        </AskFirst>
      )}
      {can.includes("DEACTIVATE") && (
        <AskFirst
          title={t`Deactivate ${name}?`}
          consequence={t`They are signed out everywhere at once, in the middle of their work, and cannot sign in. What they recorded stays. The account can be activated again.`}
          yes={t`Deactivate`}
          onYes={() => setActive(false)}
          busy={updating}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              <Trans>Deactivate</Trans>
            </Button>
          )}
        </AskFirst>
      )}
      {can.includes("REACTIVATE") && (
        <Button variant="default" loading={updating} onClick={() => setActive(true)}>
          <Trans>Activate again</Trans>
        </Button>
      )}
    </div>
  );
}

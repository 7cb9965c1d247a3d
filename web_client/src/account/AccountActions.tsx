import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSend } from "../api/send";
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
  const can = account.availableActions;

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
        <Button variant="default" loading={resetting} onClick={newPassword}>
          <Trans>New one-time password</Trans>
        </Button>
      )}
      {can.includes("RESET_SECOND_FACTOR") && (
        <Button variant="default" loading={taking} onClick={withoutFactor}>
          <Trans>Telephone is lost: take the code away</Trans>
        </Button>
      )}
      {can.includes("DEACTIVATE") && (
        <Button variant="default" loading={updating} onClick={() => setActive(false)}>
          <Trans>Deactivate</Trans>
        </Button>
      )}
      {can.includes("REACTIVATE") && (
        <Button variant="default" loading={updating} onClick={() => setActive(true)}>
          <Trans>Activate again</Trans>
        </Button>
      )}
    </div>
  );
}

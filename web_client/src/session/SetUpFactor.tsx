import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";
import { QRCodeSVG } from "qrcode.react";
import { type FormEvent, useState } from "react";
import { useSend } from "../api/send";
import { CodeField } from "./CodeField";
import classes from "./OwnAccountPage.module.css";
import { ConfirmSecondFactor } from "./second-factor";

interface Props {
  secret: string;
  address: string;
  onDone(codes: readonly string[]): void;
  onCancel(): void;
}

/** Nothing changes before a first code shows that the app has the secret. */
export function SetUpFactor({ secret, address, onDone, onCancel }: Props) {
  const { t } = useLingui();
  const [send, sending] = useSend(ConfirmSecondFactor);
  const [code, setCode] = useState("");
  const [refusal, setRefusal] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal("");
    const answer = (await send({ input: { code } }))?.confirmSecondFactor;
    if (!answer) return;
    if (answer.__typename === "SecondFactorOn") return onDone(answer.recoveryCodes);
    setRefusal(answer.message);
    setCode("");
  };

  return (
    <div className={classes.setup}>
      <QRCodeSVG value={address} className={classes.qr} size={192} title={t`QR code for the authenticator app`} />
      <form onSubmit={submit}>
        <ol className={classes.steps}>
          <li>
            <Trans>Open an authenticator app on your telephone and scan the picture.</Trans>{" "}
            <Trans>Without a camera, type this key:</Trans>
            <strong className={classes.secret}>{secret.replace(/.{4}(?=.)/g, "$& ")}</strong>
          </li>
          <li>
            <Trans>Type the six digits that the app shows.</Trans>
          </li>
        </ol>
        <Stack>
          <CodeField value={code} onChange={setCode} error={refusal} appOnly />
          <div className={classes.row}>
            <Button type="submit" loading={sending} disabled={code.length !== 6}>
              <Trans>Turn on</Trans>
            </Button>
            <Button variant="subtle" onClick={onCancel}>
              <Trans>Leave as it was</Trans>
            </Button>
          </div>
        </Stack>
      </form>
    </div>
  );
}

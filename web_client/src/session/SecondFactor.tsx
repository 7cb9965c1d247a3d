import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useSend } from "../api/send";
import { dayIn, sayDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/tell";
import classes from "./OwnAccountPage.module.css";
import { RecoveryCodes } from "./RecoveryCodes";
import { RemoveFactor } from "./RemoveFactor";
import { SetUpFactor } from "./SetUpFactor";
import { ProposeSecondFactor } from "./second-factor";

interface Props {
  since: string | null;
  onChanged(): void;
}

/** On or off, and the way from one to the other. */
export function SecondFactor({ since, onChanged }: Props) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const [propose, proposing] = useSend(ProposeSecondFactor);
  const [proposal, setProposal] = useState<{ secret: string; address: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [removing, setRemoving] = useState(false);

  const begin = async () => {
    const answer = (await propose({}))?.proposeSecondFactor;
    if (answer?.__typename === "SecondFactorProposal") setProposal(answer);
    else if (answer) void tell({ message: answer.message });
  };

  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />;
  if (proposal)
    return (
      <SetUpFactor
        {...proposal}
        onCancel={() => setProposal(null)}
        onDone={(given) => {
          setProposal(null);
          setCodes(given);
          onChanged();
        }}
      />
    );
  if (since && removing)
    return (
      <RemoveFactor
        onCancel={() => setRemoving(false)}
        onDone={() => {
          setRemoving(false);
          void tell({ message: t`From now on the password alone signs you in.` });
          onChanged();
        }}
      />
    );
  const day = since && sayDay(dayIn(since), language);
  return (
    <>
      {since ? (
        <Notice meaning="good">
          <Trans>On since {day}: signing in asks for a code of your app.</Trans>
        </Notice>
      ) : (
        <Text>
          <Trans>
            Off. With it a stolen password opens nothing: signing in also asks for six digits that your telephone shows.
          </Trans>
        </Text>
      )}
      <div className={classes.row} style={{ marginTop: "1rem" }}>
        <Button variant={since ? "default" : "filled"} loading={proposing} onClick={begin}>
          {since ? <Trans>Set up another app</Trans> : <Trans>Set up the app</Trans>}
        </Button>
        {since && (
          <Button variant="default" onClick={() => setRemoving(true)}>
            <Trans>Turn off</Trans>
          </Button>
        )}
      </div>
    </>
  );
}

import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useEffect } from "react";
import type { CombinedError } from "urql";
import { useFailureWords } from "../api/failure";
import { DoorPage } from "./DoorPage";

const AGAIN_MS = 5_000;

/** Nobody knows who is signed in while the server does not answer: the page waits, and asks by itself. */
export function Unreachable({ error, onAgain }: { error: CombinedError; onAgain(): unknown }) {
  const { t } = useLingui();
  const words = useFailureWords();
  useEffect(() => {
    const asking = setInterval(onAgain, AGAIN_MS);
    return () => clearInterval(asking);
  }, [onAgain]);
  const lead = `${words(error)} ${t`This page asks again by itself.`}`;
  return (
    <DoorPage title={t`The server does not answer`} lead={lead} urgent>
      <Button onClick={onAgain}>{t`Try again`}</Button>
    </DoorPage>
  );
}

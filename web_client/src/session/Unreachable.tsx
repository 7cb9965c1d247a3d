import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useEffect } from "react";
import type { CombinedError } from "urql";
import { useFailureWords } from "../api/failure";
import { LanguageSwitch } from "../language/LanguageSwitch";
import classes from "./SignInPage.module.css";

const AGAIN_MS = 5_000;

/** Nobody knows who is signed in while the server does not answer: the page waits, and asks by itself. */
export function Unreachable({ error, onAgain }: { error: CombinedError; onAgain(): unknown }) {
  const { t } = useLingui();
  const words = useFailureWords();
  useEffect(() => {
    const asking = setInterval(onAgain, AGAIN_MS);
    return () => clearInterval(asking);
  }, [onAgain]);
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <header className={classes.head}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          <LanguageSwitch />
        </header>
        <div role="alert">
          <h1 className={classes.title}>{t`The server does not answer`}</h1>
          <p className={classes.lead}>
            {words(error)} {t`This page asks again by itself.`}
          </p>
        </div>
        <Button onClick={onAgain}>{t`Try again`}</Button>
      </div>
    </main>
  );
}

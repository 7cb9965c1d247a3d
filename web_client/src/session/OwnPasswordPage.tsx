import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { LanguageSwitch } from "../language/LanguageSwitch";
import { NewPasswordFields } from "./NewPasswordFields";
import classes from "./SignInPage.module.css";

interface Props {
  name: string;
  onDone(): void;
  onSignOut(): void;
}

/** The password came from somebody else: before anything else, one's own. */
export function OwnPasswordPage({ name, onDone, onSignOut }: Props) {
  const { t } = useLingui();
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <header className={classes.head}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          <LanguageSwitch />
        </header>
        <h1 className={classes.title}>
          <Trans>Choose your own password</Trans>
        </h1>
        <p className={classes.lead}>
          <Trans>
            {name}, the password that you were given works only now. Take one that nobody else knows: a few words that
            belong together only for you.
          </Trans>
        </p>
        <NewPasswordFields currentLabel={t`The password that you were given`} withCode={false} onDone={onDone} />
        <Button variant="subtle" mt="md" onClick={onSignOut}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </main>
  );
}

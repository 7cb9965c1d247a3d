import { Trans } from "@lingui/react/macro";
import { LanguageSwitch } from "../language/LanguageSwitch";
import { DemoPersons } from "./DemoPersons";
import { SignInForm } from "./SignInForm";
import classes from "./SignInPage.module.css";

export function SignInPage({ onSignedIn }: { onSignedIn(): void }) {
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <header className={classes.head}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          <LanguageSwitch />
        </header>
        <h1 className={classes.title}>
          <Trans>Emhana</Trans>
        </h1>
        <p className={classes.lead}>
          <Trans>The polyclinic's people, in one place.</Trans>
        </p>
        <SignInForm onSignedIn={onSignedIn} />
        <DemoPersons onSignedIn={onSignedIn} />
      </div>
    </main>
  );
}

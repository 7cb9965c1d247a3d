import { Trans, useLingui } from "@lingui/react/macro";
import { Button, CopyButton } from "@mantine/core";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Notice } from "../parts/Notice";
import classes from "../patient/PersonFields.module.css";
import own from "./OneTimePassword.module.css";

interface Props {
  told: { password: string; until: string; account: { login: string; name: string } };
  onDone(): void;
}

/** Told once, to be passed on by word or on paper. */
export function OneTimePassword({ told: { password, until, account }, onDone }: Props) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const last = sayMoment(until, language);
  return (
    <>
      <h2 className={classes.title}>{account.name}</h2>
      <Notice meaning="good" title={t`The one-time password`} live>
        <Trans>
          Pass it on by word of mouth. It is shown only now, works until {last}, and opens the door once: to choose an
          own password.
        </Trans>
      </Notice>
      <dl className={own.facts}>
        <dt>{t`Login`}</dt>
        <dd>{account.login}</dd>
        <dt>{t`Password`}</dt>
        <dd data-password>{password}</dd>
      </dl>
      <div className={classes.send}>
        <Button onClick={onDone} data-autofocus>
          <Trans>I have passed it on</Trans>
        </Button>
        <CopyButton value={password}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t`Copied` : t`Copy`}
            </Button>
          )}
        </CopyButton>
      </div>
    </>
  );
}

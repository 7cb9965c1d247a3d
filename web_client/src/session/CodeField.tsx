import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { typeDigit } from "../keys/physical";

interface Props {
  value: string;
  onChange(code: string): void;
  error?: string;
  /** Without recovery, as when the app is only being set up. */
  appOnly?: boolean;
}

/** The code of the authenticator app; who has lost the app gives a code of recovery instead. */
export function CodeField({ value, onChange, error, appOnly = false }: Props) {
  const { t } = useLingui();
  const [lost, setLost] = useState(false);
  const change = () => {
    setLost(!lost);
    onChange("");
  };
  return (
    <div>
      {lost ? (
        <TextInput
          key="recovery"
          label={t`Recovery code`}
          description={t`Sixteen letters and figures, from the sheet that you kept; each works once.`}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value.toUpperCase())}
          error={error}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={24}
          autoFocus
          data-mantine-stop-propagation="true"
        />
      ) : (
        <TextInput
          key="app"
          label={t`Code from your authenticator`}
          description={t`Six digits; a new one every 30 seconds.`}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, ""))}
          onKeyDown={typeDigit}
          error={error}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={6}
          autoFocus
          data-mantine-stop-propagation="true"
        />
      )}
      {!appOnly && (
        <Button variant="subtle" size="compact-sm" mt={4} onClick={change}>
          {lost ? <Trans>Use the app</Trans> : <Trans>I have no app at hand</Trans>}
        </Button>
      )}
    </div>
  );
}

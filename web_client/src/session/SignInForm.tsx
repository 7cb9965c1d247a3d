import { useLingui } from "@lingui/react/macro";
import { Button, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useSend } from "../api/send";
import { Refused } from "../parts/Refused";
import { CodeField } from "./CodeField";
import { PasswordField } from "./PasswordField";
import { SignIn } from "./sign-in";

interface Props {
  login?: string;
  onSignedIn(): void;
}

/** Login and password; the second factor is asked for when the server says that it is needed. */
export function SignInForm({ login: known, onSignedIn }: Props) {
  const { t } = useLingui();
  const [send, sending] = useSend(SignIn);
  const [login, setLogin] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [codeNeeded, setCodeNeeded] = useState(false);
  const [refusal, setRefusal] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal("");
    const answer = (await send({ input: { login, password, code: code || null } }))?.signIn;
    if (!answer) return;
    if (answer.__typename === "SignedIn") return onSignedIn();
    const asksCode = answer.__typename === "Refused" && answer.code === "SECOND_FACTOR_NEEDED";
    if (asksCode && !codeNeeded) return setCodeNeeded(true);
    setRefusal(answer.message);
    setCode("");
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Refused>{refusal}</Refused>
        <TextInput
          label={t`Login`}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={Boolean(known)}
          data-autofocus={known ? undefined : true}
          required
          withAsterisk={false}
        />
        <PasswordField label={t`Password`} value={password} onChange={setPassword} first={Boolean(known)} />
        {codeNeeded && <CodeField value={code} onChange={setCode} />}
        <Button type="submit" loading={sending} fullWidth>
          {t`Sign in`}
        </Button>
      </Stack>
    </form>
  );
}

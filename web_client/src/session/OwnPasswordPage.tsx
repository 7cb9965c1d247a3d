import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { DoorPage } from "./DoorPage";
import { NewPasswordFields } from "./NewPasswordFields";

interface Props {
  name: string;
  onDone(): void;
  onSignOut(): void;
}

/** The password came from somebody else: before anything else, one's own. */
export function OwnPasswordPage({ name, onDone, onSignOut }: Props) {
  const { t } = useLingui();
  return (
    <DoorPage
      title={t`Choose your own password`}
      lead={t`${name}, the password that you were given works only now. Take one that nobody else knows: a few words that belong together only for you.`}
    >
      <NewPasswordFields currentLabel={t`The password that you were given`} withCode={false} onDone={onDone} />
      <Button variant="subtle" mt="md" onClick={onSignOut}>
        <Trans>Sign out</Trans>
      </Button>
    </DoorPage>
  );
}

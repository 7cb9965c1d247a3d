import { useLingui } from "@lingui/react/macro";
import { DemoPersons } from "./DemoPersons";
import { DoorPage } from "./DoorPage";
import { SignInForm } from "./SignInForm";

export function SignInPage({ onSignedIn }: { onSignedIn(): void }) {
  const { t } = useLingui();
  return (
    <DoorPage title={t`Emhana`} lead={t`The polyclinic's people, in one place.`}>
      <SignInForm onSignedIn={onSignedIn} />
      <DemoPersons onSignedIn={onSignedIn} />
    </DoorPage>
  );
}

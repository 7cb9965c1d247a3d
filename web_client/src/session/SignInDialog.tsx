import { Trans, useLingui } from "@lingui/react/macro";
import { Modal, Text } from "@mantine/core";
import { SignInForm } from "./SignInForm";

interface Props {
  login: string;
  onSignedIn(): void;
}

/** The session ended: sign in over the page, which stays as it was. */
export function SignInDialog({ login, onSignedIn }: Props) {
  const { t } = useLingui();
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t`Your session has ended`}
      centered
    >
      <Text c="dimmed" mb="md">
        <Trans>Nothing is lost: what you typed is under this window. Sign in to go on.</Trans>
      </Text>
      <SignInForm login={login} onSignedIn={onSignedIn} />
    </Modal>
  );
}

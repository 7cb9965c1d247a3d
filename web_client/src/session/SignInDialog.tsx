import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, Text } from "@mantine/core";
import { SignInForm } from "./SignInForm";

interface Props {
  login: string;
  /** The session is over already: nothing under this window may be read, and it cannot be put off. */
  ended: boolean;
  onSignedIn(): void;
  onLater(): void;
}

/** Sign in over the page, which stays as it was. */
export function SignInDialog({ login, ended, onSignedIn, onLater }: Props) {
  const { t } = useLingui();
  return (
    <Modal
      opened
      onClose={ended ? () => undefined : onLater}
      withCloseButton={!ended}
      closeButtonProps={{ "aria-label": t`Close` }}
      closeOnClickOutside={false}
      closeOnEscape={!ended}
      overlayProps={ended ? { blur: 12, backgroundOpacity: 0.7 } : undefined}
      title={ended ? t`Your session has ended` : t`Sign in again now`}
      zIndex={360}
      centered
    >
      <Text c="dimmed" mb="md">
        <Trans>Nothing is lost: what you typed is under this window. Sign in to go on.</Trans>
      </Text>
      <SignInForm login={login} onSignedIn={onSignedIn} />
      {ended && (
        <Button variant="subtle" mt="xs" fullWidth onClick={() => location.assign("/")}>
          <Trans>I am somebody else</Trans>
        </Button>
      )}
    </Modal>
  );
}

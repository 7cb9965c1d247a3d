import { Trans } from "@lingui/react/macro";
import { Button, Group, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { Dialog } from "./Dialog";

interface Props {
  title: string;
  /** What will be different afterwards. */
  consequence: ReactNode;
  /** The word on the button that does it. */
  yes: ReactNode;
  onYes(): Promise<void>;
  busy?: boolean;
  children(open: () => void): ReactNode;
}

/** A step that hits somebody at once says first what it does. */
export function AskFirst({ title, consequence, yes, onYes, busy, children }: Props) {
  const [opened, { open, close }] = useDisclosure();
  const act = async () => {
    await onYes();
    close();
  };
  return (
    <>
      {children(open)}
      <Dialog opened={opened} onClose={close} title={title}>
        <Stack>
          <p style={{ margin: 0 }}>{consequence}</p>
          <Group>
            <Button onClick={act} loading={busy} data-autofocus>
              {yes}
            </Button>
            <Button variant="subtle" onClick={close}>
              <Trans>Leave as it was</Trans>
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}

import { Trans } from "@lingui/react/macro";
import { Button, Stack, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, type ReactNode, useState } from "react";
import { Dialog } from "./Dialog";
import { Refused } from "./Refused";

interface Props {
  title: string;
  question: string;
  /** Gives the refusal's words, or null when it is done. */
  onReason(reason: string): Promise<string | null>;
  children(open: () => void): ReactNode;
}

/** A step that needs a reason asks for it, and keeps it when the answer is no. */
export function AskReason({ title, question, onReason, children }: Props) {
  const [opened, { open, close }] = useDisclosure();
  const [reason, setReason] = useState("");
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const refused = await onReason(reason);
    setRefusal(refused);
    if (refused === null) close();
  };
  return (
    <>
      {children(open)}
      <Dialog opened={opened} onClose={close} title={title}>
        <form onSubmit={submit}>
          <Stack>
            <Refused>{refusal}</Refused>
            <Textarea
              label={question}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              autosize
              minRows={2}
              required
              withAsterisk={false}
              data-autofocus
            />
            <Button type="submit">
              <Trans>Do it and put on record</Trans>
            </Button>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}

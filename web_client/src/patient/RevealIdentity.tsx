import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { sayTime } from "../language/dates";
import { Dialog } from "../parts/Dialog";
import { Refused } from "../parts/Refused";
import { tell } from "../parts/tell";

const Reveal = graphql(`
  mutation RevealIdentity($input: RevealIdentityInput!) {
    revealIdentity(input: $input) {
      __typename
      ... on Reveal { until patient { id } }
      ... on InvalidInput { message problems { message } }
      ... on Refused { code message }
    }
  }
`);

/** Opens one masked record for one purpose; the reason stays on record and the person can read it. */
export function RevealIdentity({ patientId }: { patientId: string }) {
  const { t } = useLingui();
  const [opened, { open, close }] = useDisclosure();
  const [reason, setReason] = useState("");
  const [refusal, setRefusal] = useState("");
  const [send, sending] = useSend(Reveal);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = (await send({ input: { patientId, reason } }))?.revealIdentity;
    if (!answer) return;
    if (answer.__typename !== "Reveal") return setRefusal(answer.message);
    const until = sayTime(answer.until);
    void tell({ message: t`Identity is open until ${until}.` });
    close();
  };

  return (
    <>
      <Button variant="default" onClick={open}>
        <Trans>Reveal identity</Trans>
      </Button>
      <Dialog opened={opened} onClose={close} title={<Trans>Reveal identity</Trans>}>
        <form onSubmit={submit}>
          <Refused>{refusal}</Refused>
          <Textarea
            label={t`What do you need the name for?`}
            description={t`The reason, your name and the time stay on record; the person and the clinic can read them.`}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={3}
            data-autofocus
            required
            withAsterisk={false}
            my="md"
          />
          <Button type="submit" loading={sending}>
            <Trans>Reveal and put on record</Trans>
          </Button>
        </form>
      </Dialog>
    </>
  );
}

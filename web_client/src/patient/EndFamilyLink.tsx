import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { readDay, shortDay, today } from "../language/dates";
import { DayField } from "../parts/DayField";
import { Dialog } from "../parts/Dialog";
import { Refused } from "../parts/Refused";
import { tell } from "../parts/tell";

const EndLink = graphql(`
  mutation EndFamilyLink($input: EndFamilyLinkInput!) {
    endFamilyLink(input: $input) {
      __typename
      ... on FamilyLink { id until relative { id } }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

/** A guardianship ends with a decision, a marriage too: that it was stays on record. */
export function EndFamilyLink({ linkId, who }: { linkId: string; who: string }) {
  const { t } = useLingui();
  const [opened, { open, close }] = useDisclosure();
  const [day, setDay] = useState(() => shortDay(today()));
  const [problem, setProblem] = useState("");
  const [refusal, setRefusal] = useState("");
  const [send, sending] = useSend(EndLink);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setProblem("");
    setRefusal("");
    const until = readDay(day);
    if (!until) return setProblem(t`Write the day as on the document: 05.03.2019.`);
    const answer = (await send({ input: { linkId, until } }))?.endFamilyLink;
    if (answer?.__typename === "InvalidInput") return setProblem(answer.problems[0]?.message ?? answer.message);
    if (answer?.__typename === "Refused") return setRefusal(answer.message);
    if (!answer) return;
    close();
    void tell({ message: t`The tie has ended; that it was stays on record.` });
  };

  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={open} aria-label={t`End the tie: ${who}`}>
        <Trans>End</Trans>
      </Button>
      <Dialog opened={opened} onClose={close} title={t`End the tie`}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <p style={{ margin: 0 }}>{who}</p>
            <Refused>{refusal}</Refused>
            <DayField
              label={t`Until which day?`}
              description={t`Of the decision or the document, today or earlier.`}
              value={day}
              onChange={setDay}
              error={problem}
              data-autofocus
            />
            <Button type="submit" loading={sending}>
              <Trans>End the tie</Trans>
            </Button>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}

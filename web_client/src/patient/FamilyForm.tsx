import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { Dialog } from "../parts/Dialog";
import { Refused } from "../parts/Refused";
import { TIES, useTieName } from "./names";
import { PersonPicker } from "./PersonPicker";

const LinkFamily = graphql(`
  mutation LinkFamily($input: LinkFamilyInput!) {
    linkFamily(input: $input) {
      __typename
      ... on FamilyLink { id relative { id } }
      ... on InvalidInput { message problems { message } }
      ... on Refused { message }
    }
  }
`);

type Tie = keyof typeof TIES;

/** Who is this person's mother, guardian, child: the relative is somebody on record. */
export function FamilyForm({ personId }: { personId: string }) {
  const { t } = useLingui();
  const tieName = useTieName();
  const [opened, { open, close }] = useDisclosure();
  const [relativeId, setRelativeId] = useState<string | null>(null);
  const [tie, setTie] = useState<Tie>("MOTHER");
  const [refusal, setRefusal] = useState("");
  const [send, sending] = useSend(LinkFamily);
  const start = () => {
    setRelativeId(null);
    setRefusal("");
    open();
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!relativeId) return setRefusal(t`Choose the relative in the list.`);
    const answer = (await send({ input: { patientId: personId, relativeId, tie } }))?.linkFamily;
    if (!answer) return;
    if (answer.__typename === "FamilyLink") return close();
    const problems = answer.__typename === "InvalidInput" ? answer.problems.map(({ message }) => message) : [];
    setRefusal(problems.join(" ") || answer.message);
  };

  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={start}>
        <Trans>Add a relative</Trans>
      </Button>
      <Dialog opened={opened} onClose={close} title={t`Add a relative`}>
        <form onSubmit={submit}>
          <Stack>
            <Refused>{refusal}</Refused>
            <PersonPicker label={t`Relative`} exceptId={personId} onPick={setRelativeId} />
            <Select
              label={t`Who is it to this person?`}
              data={(Object.keys(TIES) as Tie[]).map((value) => ({ value, label: tieName(value) }))}
              value={tie}
              onChange={(value) => setTie((value ?? "OTHER") as Tie)}
            />
            <Button type="submit" loading={sending}>
              <Trans>Add</Trans>
            </Button>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}

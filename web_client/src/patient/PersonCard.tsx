import { useLingui } from "@lingui/react/macro";
import { useParams } from "@tanstack/react-router";
import { AttachmentHistory } from "../attachment/AttachmentHistory";
import { Empty } from "../parts/Empty";
import { useMay } from "../session/viewer";
import { Family } from "./Family";
import { Identity } from "./Identity";
import { Merges } from "./Merges";
import { NextStep } from "./NextStep";
import { Readers } from "./Readers";
import { usePerson } from "./use-person";

export function PersonCardPage() {
  const { personId } = useParams({ from: "/desk/$personId/" });
  return <PersonCard personId={personId} key={personId} />;
}

/** One person: the next step first, then what is known, oldest questions last. */
export function PersonCard({ personId }: { personId: string }) {
  const { t } = useLingui();
  const { person, fetching } = usePerson(personId);
  const mayReadReaders = useMay("READ_READERS");
  if (!person && !fetching)
    return (
      <Empty
        title={t`This person is not on record here`}
      >{t`The link may be old, or the person belongs to another clinic: find them by the whole IIN.`}</Empty>
    );
  if (!person) return null;
  return (
    <>
      <NextStep person={person} />
      <AttachmentHistory personId={personId} />
      <Identity person={person} />
      <Family person={person} />
      <Merges personId={personId} />
      {mayReadReaders && <Readers personId={personId} />}
    </>
  );
}

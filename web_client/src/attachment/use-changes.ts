import { useEffect, useRef } from "react";
import { useSubscription } from "urql";
import { graphql } from "../api/graphql";

const AttachmentChanges = graphql(`
  subscription AttachmentChanges {
    attachmentChanged { what patient { id } attachment { id version endsOn } }
  }
`);

/** Keeps a page fresh when another window or colleague attaches somebody. */
export function useAttachmentChanges(onChange: (patientId: string | null) => void): void {
  const latest = useRef(onChange);
  latest.current = onChange;
  const [{ data }] = useSubscription({ query: AttachmentChanges });
  useEffect(() => {
    if (data) latest.current(data.attachmentChanged.patient?.id ?? null);
  }, [data]);
}

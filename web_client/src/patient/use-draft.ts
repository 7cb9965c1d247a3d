import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { DiscardDraft, DraftOf, SaveDraft } from "./register";

const PAUSE_MS = 1500;

/**
 * Keeps what is typed on the server, never on this machine: a closed tab or another computer goes on where it stopped.
 * Gives when the draft was saved that was put back into the form.
 */
export function useDraft<Form extends object>(
  form: string,
  values: Form,
  putBack: (values: Form) => boolean,
  dirty: boolean,
) {
  const client = useClient();
  const [restoredAt, setRestoredAt] = useState<string | null>(null);
  const latest = useRef(putBack);
  latest.current = putBack;
  const done = useRef(false);

  useEffect(() => {
    void client
      .query(DraftOf, { form }, { requestPolicy: "network-only" })
      .toPromise()
      .then(({ data }) => {
        const kept = data?.draft && readContent<Form>(data.draft.content);
        if (!kept || !data?.draft) return;
        if (latest.current(kept)) setRestoredAt(data.draft.savedAt);
      });
  }, [client, form]);

  const save = useDebouncedCallback((next: Form) => {
    if (!done.current) void client.mutation(SaveDraft, { input: { form, content: JSON.stringify(next) } }).toPromise();
  }, PAUSE_MS);

  useEffect(() => {
    if (dirty) save(values);
  }, [values, dirty, save]);

  const discard = () => {
    done.current = true;
    setRestoredAt(null);
    return client.mutation(DiscardDraft, { input: { form } }).toPromise();
  };
  const goOn = () => {
    done.current = false;
  };
  return { restoredAt, discard, goOn };
}

function readContent<Form>(content: string): Form | null {
  try {
    return JSON.parse(content) as Form;
  } catch {
    return null;
  }
}

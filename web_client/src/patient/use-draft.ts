import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { type CombinedError, useClient } from "urql";
import { DiscardDraft, DraftOf, SaveDraft } from "./register";

const PAUSE_MS = 1500;
const TRY_AGAIN_MS = 5000;

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
  const typed = useRef({ values, dirty });
  typed.current = { values, dirty };

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

  // While the server is away it is tried again: what was typed before it went is not to be lost with the tab.
  const again = useRef(0);
  const keep = async (): Promise<void> => {
    clearTimeout(again.current);
    if (done.current) return;
    const input = { form, content: JSON.stringify(typed.current.values) };
    const { error } = await client.mutation(SaveDraft, { input }).toPromise();
    if (error && away(error)) again.current = window.setTimeout(keep, TRY_AGAIN_MS);
  };
  const save = useDebouncedCallback(keep, PAUSE_MS);
  useEffect(() => () => clearTimeout(again.current), []);

  useEffect(() => {
    if (dirty) save();
  }, [values, dirty, save]);

  const discard = () => {
    done.current = true;
    setRestoredAt(null);
    return client.mutation(DiscardDraft, { input: { form } }).toPromise();
  };
  /** After what was sent came back: there is something to keep again. */
  const goOn = () => {
    done.current = false;
    if (typed.current.dirty) save();
  };
  return { restoredAt, discard, goOn };
}

const away = ({ networkError, graphQLErrors }: CombinedError) =>
  Boolean(networkError) || graphQLErrors.some(({ extensions }) => extensions?.code === "UNAVAILABLE");

function readContent<Form>(content: string): Form | null {
  try {
    return JSON.parse(content) as Form;
  } catch {
    return null;
  }
}

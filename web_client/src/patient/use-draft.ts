import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { type CombinedError, useClient } from "urql";
import { DiscardDraft, DraftOf, SaveDraft } from "./register";

const PAUSE_MS = 1500;
const TRY_AGAIN_MS = 5000;

/** What the server does not have yet, by form: who leaves a form and comes back goes on from here. */
const onTheWay = new Map<string, string>();

/** What is kept and what is thrown away reach the server in the order in which it was done. */
let line: Promise<unknown> = Promise.resolve();
function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
  const turn = line.then(act);
  line = turn.catch(() => undefined);
  return turn;
}

export interface Draft {
  restoredAt: string | null;
  /** The form goes on, and what is typed from now on is kept. */
  startAnew(): void;
  /** What is about to be sent needs no draft. */
  discard(): Promise<unknown>;
  goOn(): void;
}

/**
 * Keeps what is typed on the server, never on this machine: a closed tab or another computer goes on where it stopped.
 * Gives when the draft was saved that was put back into the form.
 */
export function useDraft<Form extends object>(
  form: string,
  values: Form,
  putBack: (values: Form) => boolean,
  dirty: boolean,
): Draft {
  const client = useClient();
  const [restoredAt, setRestoredAt] = useState<string | null>(null);
  const latest = useRef(putBack);
  latest.current = putBack;
  const done = useRef(false);
  const isKept = useRef(false);
  const content = JSON.stringify(values);
  const typed = useRef({ content, dirty });
  typed.current = { content, dirty };

  useEffect(() => {
    const restore = (kept: string | undefined, savedAt: string) => {
      const draft = kept ? readContent<Form>(kept) : null;
      isKept.current = Boolean(draft);
      if (draft && latest.current(draft)) setRestoredAt(savedAt);
    };
    if (onTheWay.has(form)) return restore(onTheWay.get(form), new Date().toISOString());
    void client
      .query(DraftOf, { form }, { requestPolicy: "network-only" })
      .toPromise()
      .then(({ data }) => data?.draft && restore(data.draft.content, data.draft.savedAt));
  }, [client, form]);

  // While the server is away it is tried again, also after the form was left: nothing typed is lost with it.
  const keep = async (): Promise<void> => {
    if (done.current) return;
    const { content } = typed.current;
    onTheWay.set(form, content);
    isKept.current = true;
    const { error } = await inTurn(() => client.mutation(SaveDraft, { input: { form, content } }).toPromise());
    if (onTheWay.get(form) !== content) return;
    if (error && away(error)) window.setTimeout(() => onTheWay.get(form) === content && keep(), TRY_AGAIN_MS);
    else onTheWay.delete(form);
  };
  const save = useDebouncedCallback(keep, { delay: PAUSE_MS, flushOnUnmount: true });

  useEffect(() => {
    if (content && dirty) save();
  }, [content, dirty, save]);

  const startAnew = async () => {
    onTheWay.delete(form);
    setRestoredAt(null);
    if (!isKept.current) return;
    isKept.current = false;
    await inTurn(() => client.mutation(DiscardDraft, { input: { form } }).toPromise());
  };
  const discard = () => {
    done.current = true;
    return startAnew();
  };
  /** After what was sent came back: there is something to keep again. */
  const goOn = () => {
    done.current = false;
    if (typed.current.dirty) save();
  };
  return { restoredAt, startAnew, discard, goOn };
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

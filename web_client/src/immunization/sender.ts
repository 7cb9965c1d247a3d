import type { Client } from "urql";
import { headers } from "../api/client";
import { GiveInSession, MarkSessionPerson, UndoDose } from "./session-operations";
import { givenBy, isUnsent, nextOf, type Refused, type Step, settle, update } from "./unsent";
import { change, currentSteps } from "./unsent-store";

/** Sends what waits, one after the other, whatever page is open; begins again when the network is back. */
const EVERY_MS = 4_000;
const PATIENCE_MS = 15_000;
const BUSY = new Set(["TOO_MANY_REQUESTS", "UNAVAILABLE", "TIMEOUT", "UNAUTHENTICATED", "SHUTTING_DOWN"]);

interface Sender {
  client: Client;
  language: string;
  login: string;
}

let sender: Sender | null = null;
let timer = 0;
let running = false;

export function startSending(by: Sender): void {
  sender = by;
  if (timer) return void sendNow();
  timer = window.setInterval(() => void sendNow(), EVERY_MS);
  window.addEventListener("online", () => void sendNow());
  void sendNow();
}

export async function sendNow(): Promise<void> {
  if (running || !sender || !currentSteps().some(isUnsent)) return;
  running = true;
  try {
    // One window at a time; where the browser has no locks, idempotency alone keeps doses single.
    if (navigator.locks) await navigator.locks.request("emhana-unsent", sendAll);
    else await sendAll();
  } finally {
    running = false;
  }
}

async function sendAll(): Promise<void> {
  for (;;) {
    change((steps) => steps);
    const step = sender && nextOf(currentSteps(), sender.login);
    if (!sender || !step) return;
    change((steps) => update(steps, step.key, { tried: true }));
    const answer = await send(sender, step);
    if (!answer) return;
    change((steps) => settle(steps, step.key, answer));
  }
}

type Answer = Pick<Step, "done" | "refused">;

interface Said {
  __typename: string;
  id?: string;
  version?: number;
  code?: string;
  message?: string;
  advice?: { text: string }[];
}

/** `null`: nobody knows whether it arrived; it is sent again with the same key. */
async function send({ client, language }: Sender, step: Step): Promise<Answer | null> {
  const options = { fetchOptions: { headers: headers(language, step.key) } };
  const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  const result = await Promise.race([ask(client, step, options), patience]);
  if (!result || result.error?.networkError) return null;
  const failure = result.error?.graphQLErrors[0];
  if (failure && BUSY.has(String(failure.extensions?.code))) return null;
  if (failure) return { refused: { code: String(failure.extensions?.code ?? "FAILED"), message: "", advice: [] } };
  return read(Object.values((result.data ?? {}) as Record<string, Said>)[0]);
}

function ask(client: Client, step: Step, options: { fetchOptions: RequestInit }) {
  const { sessionId, patientId, doseId = "", version = 0 } = step;
  if (step.what === "GIVE") return client.mutation(GiveInSession, { input: givenBy(step) }, options).toPromise();
  if (step.what === "UNDO") return client.mutation(UndoDose, { input: { doseId, version } }, options).toPromise();
  const outcome = step.outcome;
  return client.mutation(MarkSessionPerson, { input: { sessionId, patientId, outcome } }, options).toPromise();
}

function read(said: Said | undefined): Answer {
  const at = new Date().toISOString();
  if (said?.__typename === "Dose") return { done: { at, doseId: said.id, version: said.version } };
  if (said?.__typename === "ImmunizationSessionPerson") return { done: { at } };
  const refused: Refused = {
    code: said?.code ?? "FAILED",
    message: said?.message ?? "",
    advice: said?.advice?.map(({ text }) => text) ?? [],
  };
  return { refused };
}

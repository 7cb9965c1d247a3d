import { dayIn } from "../language/dates";

/**
 * Steps of a session that the server has not acknowledged yet. They outlive a reload and a cut network; each has its
 * own idempotency key, so that sending one again never doubles a dose. Only ids and codes are kept, no names and no words.
 */
export interface Step {
  /** The idempotency key, and what the step is known by. */
  key: string;
  /** Who did it: nobody else's session sends it. */
  login: string;
  sessionId: string;
  patientId: string;
  what: "GIVE" | "MARK" | "UNDO";
  /** What the row shows from now on; null waits again. */
  outcome: "GIVEN" | "ABSENT" | "REFUSED" | "DEFERRED" | null;
  lotId?: string;
  /** Whether an outbreak asked for the dose; else it is the calendar's. */
  purpose?: "ROUTINE" | "EPIDEMIC";
  doseId?: string;
  version?: number;
  /** An undo of a dose that is itself not acknowledged: its key. */
  of?: string;
  at: string;
  tried?: boolean;
  done?: { at: string; doseId?: string; version?: number };
  refused?: Refused;
}

/** The server's no; its words come with the answer and are not kept over a reload. */
export interface Refused {
  code: string;
  message: string;
  advice: string[];
}

export type NewStep = Pick<
  Step,
  "sessionId" | "patientId" | "what" | "outcome" | "lotId" | "purpose" | "doseId" | "version"
>;

export const isUnsent = ({ done, refused }: Step) => !done && !refused;

export function add(steps: Step[], step: NewStep, by: { login: string; key: string; at: string }): Step[] {
  const others = steps.filter(
    (one) => one.patientId !== step.patientId || one.sessionId !== step.sessionId || isUnsent(one),
  );
  return [...others, { ...step, ...by }];
}

/**
 * Takes back the last step of somebody. One that never left is simply forgotten; one that may have arrived is undone
 * after it, in order.
 */
export function takeBack(steps: Step[], last: Step, by: { login: string; key: string; at: string }): Step[] {
  if (isUnsent(last) && !last.tried) return steps.filter(({ key }) => key !== last.key);
  const { sessionId, patientId } = last;
  if (last.what === "MARK") return add(steps, { sessionId, patientId, what: "MARK", outcome: null }, by);
  const known = last.done?.doseId ? { doseId: last.done.doseId, version: last.done.version } : { of: last.key };
  return add(steps, { sessionId, patientId, what: "UNDO", outcome: null, ...known }, by);
}

/** The dose as it was given at its moment, whenever it is sent. */
export function givenBy({ sessionId, patientId, lotId, purpose = "ROUTINE", at }: Step) {
  return { sessionId, patientId, lotId: lotId ?? null, purpose, givenAt: at, givenOn: dayIn(at) };
}

/** What an answer means for the step and for an undo that waited for it. */
export function settle(steps: Step[], key: string, answer: Pick<Step, "done" | "refused">): Step[] {
  return steps
    .map((step) => {
      if (step.key === key) return { ...step, ...answer };
      if (step.of !== key || !answer.done) return step;
      return { ...step, of: undefined, doseId: answer.done.doseId, version: answer.done.version };
    })
    .filter((step) => !(answer.refused && step.of === key));
}

export function update(steps: Step[], key: string, change: Partial<Step>): Step[] {
  return steps.map((step) => (step.key === key ? { ...step, ...change } : step));
}

/** The first that may go: strictly in the order in which it was done. */
export function nextOf(steps: Step[], login: string): Step | undefined {
  return steps.find((step) => step.login === login && isUnsent(step));
}

const SHOWN_FOR_MS = 60_000;

/** Acknowledged steps stand in for the server's row only until it can have been read again. */
export function withoutOld(steps: Step[], now: number): Step[] {
  return steps.filter(({ done }) => !done || now - Date.parse(done.at) < SHOWN_FOR_MS);
}

/** What is kept on this machine: without the words of the server. */
export function toKeep(steps: Step[]): Step[] {
  return steps.map((step) =>
    step.refused ? { ...step, refused: { ...step.refused, message: "", advice: [] } } : step,
  );
}

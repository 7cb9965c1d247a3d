import { useEffect } from "react";
import { useClient } from "urql";
import { useLanguage } from "../language/use-language";
import { useSession } from "../session/viewer";
import { sendNow, startSending } from "./sender";
import { add, isUnsent, type NewStep, type Step, takeBack } from "./unsent";
import { change, useSteps } from "./unsent-store";

const stamp = (login: string) => ({ login, key: crypto.randomUUID(), at: new Date().toISOString() });

/** The steps of one session on this machine: what waits to be sent, what came back, and how to add one. */
export function useSessionSteps(sessionId: string) {
  const client = useClient();
  const [language] = useLanguage();
  const { login } = useSession().viewer;
  const all = useSteps();
  useEffect(() => startSending({ client, language, login }), [client, language, login]);
  const steps = all.filter((step) => step.sessionId === sessionId && step.login === login);
  const act = (by: (steps: Step[]) => Step[]) => {
    change(by);
    void sendNow();
  };
  return {
    unsent: steps.filter(isUnsent),
    lastOf: (patientId: string) => steps.findLast((step) => step.patientId === patientId),
    doIt: (step: Omit<NewStep, "sessionId">) => act((before) => add(before, { ...step, sessionId }, stamp(login))),
    undo: (last: Step) => act((before) => takeBack(before, last, stamp(login))),
    retry: (key: string) =>
      act((before) => before.map((step) => (step.key === key ? { ...step, refused: undefined } : step))),
    forget: (key: string) => act((before) => before.filter((step) => step.key !== key)),
    settled: steps.filter(({ done }) => done).length,
  };
}

export type SessionSteps = ReturnType<typeof useSessionSteps>;

import { useCallback } from "react";
import type { AnyVariables, TypedDocumentNode } from "urql";
import { useSend } from "../api/send";
import type { Answer } from "./ActForm";
import { tell } from "./tell";

const DONE = new Set([
  "Dose",
  "Consent",
  "Deferral",
  "TuberculinTest",
  "AdverseEvent",
  "ImmunizationCertificate",
  "VaccineLot",
  "ImmunizationSession",
  "ReminderOptOut",
  "Observation",
  "OrganisedGroup",
  "OrganisedGroupMember",
]);

/** Sends one act; `null` is done and said in the corner, anything else is what was answered. */
export function useAct<Result, Variables extends AnyVariables>(
  document: TypedDocumentNode<Result, Variables>,
  done: string,
  onDone: () => void,
) {
  const [send] = useSend(document);
  return useCallback(
    async (variables: Variables): Promise<Answer | null> => {
      const data = await send(variables);
      if (!data) return {};
      const answer = Object.values(data as Record<string, Answer>)[0] ?? {};
      if (!DONE.has(answer.__typename ?? "")) return answer;
      void tell({ message: done });
      onDone();
      return null;
    },
    [send, done, onDone],
  );
}

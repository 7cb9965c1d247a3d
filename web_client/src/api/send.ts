import { useLingui } from "@lingui/react";
import { useCallback, useRef, useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useClient } from "urql";
import { useConfirmIdentity } from "../session/confirm";
import { headers } from "./client";
import { useSayFailure } from "./failure";

interface Refused {
  code?: string;
}

/** The server wants to know that it is still the same person. */
const asksIdentity = (data: unknown) =>
  Object.values(data ?? {}).some((answer) => (answer as Refused | null)?.code === "CONFIRM_IDENTITY");

/**
 * Sends a mutation; where the server asks for the password again, so does the client, and then sends it again. The
 * same input sent again after a failure carries the same idempotency key: whether it was done before the answer was
 * lost or the time was up, nothing happens twice. A failure of the server or the network is told and gives `null`; refusals are part of the answer.
 */
export function useSend<Result, Variables extends AnyVariables>(document: TypedDocumentNode<Result, Variables>) {
  const client = useClient();
  const { i18n } = useLingui();
  const sayFailure = useSayFailure();
  const confirm = useConfirmIdentity();
  const unanswered = useRef({ body: "", key: "" });
  const [sending, setSending] = useState(false);

  const send = useCallback(
    async (variables: Variables): Promise<Result | null> => {
      const body = JSON.stringify(variables);
      const once = async () => {
        if (unanswered.current.body !== body) unanswered.current = { body, key: crypto.randomUUID() };
        setSending(true);
        const answered = await client
          .mutation(document, variables, { fetchOptions: { headers: headers(i18n.locale, unanswered.current.key) } })
          .toPromise();
        setSending(false);
        if (!answered.error) unanswered.current = { body: "", key: "" };
        return answered;
      };
      let result = await once();
      if (asksIdentity(result.data) && (await confirm())) result = await once();
      if (result.error) sayFailure(result.error);
      return result.error ? null : (result.data ?? null);
    },
    [client, document, i18n, sayFailure, confirm],
  );

  return [send, sending] as const;
}

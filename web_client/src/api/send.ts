import { useLingui } from "@lingui/react";
import { useCallback, useRef, useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useClient } from "urql";
import { headers } from "./client";
import { useSayFailure } from "./failure";

/**
 * Sends a mutation. The same input sent again after a lost answer carries the same idempotency key, so nothing happens
 * twice. A failure of the server or the network is told and gives `null`; refusals are part of the answer.
 */
export function useSend<Result, Variables extends AnyVariables>(document: TypedDocumentNode<Result, Variables>) {
  const client = useClient();
  const { i18n } = useLingui();
  const sayFailure = useSayFailure();
  const unanswered = useRef({ body: "", key: "" });
  const [sending, setSending] = useState(false);

  const send = useCallback(
    async (variables: Variables): Promise<Result | null> => {
      const body = JSON.stringify(variables);
      if (unanswered.current.body !== body) unanswered.current = { body, key: crypto.randomUUID() };
      setSending(true);
      const result = await client
        .mutation(document, variables, { fetchOptions: { headers: headers(i18n.locale, unanswered.current.key) } })
        .toPromise();
      setSending(false);
      if (!result.error?.networkError) unanswered.current = { body: "", key: "" };
      if (result.error) sayFailure(result.error);
      return result.error ? null : (result.data ?? null);
    },
    [client, document, i18n, sayFailure],
  );

  return [send, sending] as const;
}

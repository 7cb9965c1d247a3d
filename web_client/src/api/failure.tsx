import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { CombinedError } from "urql";
import { tell } from "../parts/tell";

/** What happened and what to do, in words, for a failure that is nobody's answer: the network's or the server's. */
export function useFailureWords() {
  const { t } = useLingui();
  return useCallback(
    (error: CombinedError): string => {
      if (error.networkError) return t`The server cannot be reached. What you typed is kept; try again in a moment.`;
      const first = error.graphQLErrors[0];
      const code = first?.extensions?.code;
      if (code === "UNAUTHENTICATED") return t`Your session has ended. Sign in to go on.`;
      if (code === "FORBIDDEN") return t`Your role does not allow this. Ask your clinic's administrator.`;
      if (code === "TOO_MANY_REQUESTS" || code === "UNAVAILABLE" || code === "TIMEOUT")
        return t`The server is busy. Try again in a moment.`;
      const id = String(first?.extensions?.errorId ?? first?.extensions?.id ?? "");
      return id
        ? t`Something went wrong on the server. It is on record as ${id}; nothing was changed.`
        : t`Something went wrong on the server. Nothing was changed.`;
    },
    [t],
  );
}

export function useSayFailure() {
  const words = useFailureWords();
  return useCallback(
    (error: CombinedError) => {
      const signedOut = error.graphQLErrors.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED");
      if (!signedOut) void tell({ message: words(error), role: "alert", autoClose: 10_000 });
    },
    [words],
  );
}

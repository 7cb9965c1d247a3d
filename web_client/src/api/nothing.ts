import type { Exchange } from "@urql/core";
import { filter, pipe } from "wonka";

/** How often in a row a query is asked again before its nothing is shown after all. */
const TIMES = 3;

/**
 * An answer that arrives just as a mutation makes the cache forget is written beneath the forgetting, and the cache
 * reads nothing where there is something. Nobody is shown that: what stands on the screen stays, and the query goes out
 * again.
 */
export const nothingIsNoAnswer: Exchange = ({ client, forward }) => {
  const asked = new Map<number, number>();
  return (operations) =>
    pipe(
      forward(operations),
      filter(({ operation, data, error }) => {
        const times = (asked.get(operation.key) ?? 0) + 1;
        if (operation.kind !== "query" || data || error || times > TIMES) {
          asked.delete(operation.key);
          return true;
        }
        asked.set(operation.key, times);
        const again = { requestPolicy: "network-only" } as const;
        client.reexecuteOperation(client.createRequestOperation("query", operation, again));
        return false;
      }),
    );
};

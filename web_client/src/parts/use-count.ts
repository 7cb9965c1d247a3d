import { type AnyVariables, type TypedDocumentNode, useClient } from "urql";

export interface Count {
  value: number;
  exact: boolean;
}

/** A count that is asked for only when somebody wants to know, because it costs. */
export interface Counting {
  /** What is counted: of something else the number says nothing. */
  what: string;
  ask(): Promise<Count | null>;
}

/** Counts the one list that a document asks for. */
export function useCount<Variables extends AnyVariables>(
  query: TypedDocumentNode<Record<string, { totalCount: Count | null }>, Variables>,
  variables: Variables,
): Counting {
  const client = useClient();
  return {
    what: JSON.stringify(variables),
    async ask() {
      const { data } = await client.query(query, variables).toPromise();
      return Object.values(data ?? {})[0]?.totalCount ?? null;
    },
  };
}

import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { IIN: string; BIN: string; Date: string; DateTime: string; PhoneNumber: string; KATO: string };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
export { readFragment } from "gql.tada";

import { graphql, type ResultOf } from "../api/graphql";
import { Rule } from "../parts/Rule";

export const DetachPatient = graphql(
  `
  mutation DetachPatient($input: DetachPatientInput!) {
    detachPatient(input: $input) {
      __typename
      ... on Attachment { id version endsOn endReason patient { id } }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message path rule { ...Rule } }
    }
  }
`,
  [Rule],
);

export const UndoDetachment = graphql(`
  mutation UndoDetachment($input: UndoDetachmentInput!) {
    undoDetachment(input: $input) {
      __typename
      ... on Attachment { id version endsOn patient { id } }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

export type DetachRefusal = Exclude<ResultOf<typeof DetachPatient>["detachPatient"], { __typename: "Attachment" }>;

import { graphql } from "../api/graphql";

export const UndoAttachment = graphql(`
  mutation UndoAttachment($input: UndoAttachmentInput!) {
    undoAttachment(input: $input) {
      __typename
      ... on Attachment { id version endsOn patient { id } }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

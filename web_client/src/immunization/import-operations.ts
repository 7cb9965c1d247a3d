import { graphql, type ResultOf } from "../api/graphql";

export const Imports = graphql(`
  query DoseImports($first: Int, $after: String, $last: Int, $before: String) {
    doseImports(first: $first, after: $after, last: $last, before: $before) {
      nodes { id fileName state uploadedAt uploadedBy counts { ready duplicate wrong imported undone left } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);
export type ImportRow = ResultOf<typeof Imports>["doseImports"]["nodes"][number];

export const ImportOf = graphql(`
  query DoseImport($id: ID!) {
    node(id: $id) {
      __typename
      ... on DoseImport {
        id
        version
        fileName
        state
        ignoredColumns
        peopleWaiting
        uploadedAt
        uploadedBy
        appliedAt
        appliedBy
        undoneAt
        undoneBy
        undoReason
        availableActions
        counts { ready duplicate wrong imported undone left }
      }
    }
  }
`);
type Node = NonNullable<ResultOf<typeof ImportOf>["node"]>;
export type Import = Extract<Node, { __typename: "DoseImport" }>;

export const ImportRows = graphql(`
  query DoseImportRows(
    $filter: DoseImportRowFilter, $first: Int, $after: String, $last: Int, $before: String
  ) {
    doseImportRows(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        number
        state
        givenOn
        series
        kind { code name }
        patient { id shortName iin }
        problems { column message }
        cells { column text }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);
export type FileRow = ResultOf<typeof ImportRows>["doseImportRows"]["nodes"][number];

export const ApplyImport = graphql(`
  mutation ApplyDoseImport($input: ApplyDoseImportInput!) {
    applyDoseImport(input: $input) {
      __typename
      ... on DoseImport { id version state }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);
export const UndoImport = graphql(`
  mutation UndoDoseImport($input: UndoDoseImportInput!) {
    undoDoseImport(input: $input) {
      __typename
      ... on DoseImport { id version state }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

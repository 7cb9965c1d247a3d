import { graphql, type ResultOf } from "../api/graphql";

export const ObservationsOf = graphql(`
  query ObservationsOf($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        observations {
          id
          version
          kind
          since
          note
          confidential
          recordedBy
          endedOn
          voidedAt
          voidReason
          availableActions
        }
      }
    }
  }
`);

type Node = NonNullable<ResultOf<typeof ObservationsOf>["node"]>;
export type Observed = Extract<Node, { __typename: "Patient" }>["observations"][number];

export const RecordObservation = graphql(`
  mutation RecordObservation($input: RecordObservationInput!) {
    recordObservation(input: $input) {
      __typename
      ... on Observation { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

export const EndObservation = graphql(`
  mutation EndObservation($input: EndObservationInput!) {
    endObservation(input: $input) {
      __typename
      ... on Observation { id version endedOn availableActions }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

export const VoidObservation = graphql(`
  mutation VoidObservation($input: VoidObservationInput!) {
    voidObservation(input: $input) {
      __typename
      ... on Observation { id version voidedAt availableActions }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

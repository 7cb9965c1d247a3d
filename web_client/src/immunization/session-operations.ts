import { graphql, type ResultOf } from "../api/graphql";

export const Sessions = graphql(`
  query Sessions($filter: ImmunizationSessionFilter, $first: Int, $after: String, $last: Int, $before: String) {
    immunizationSessions(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        heldOn
        place
        placeKind
        closedAt
        vaccine { id tradeName }
        lot { id series }
        progress { people waiting given absent refused deferred }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);
export type SessionRow = ResultOf<typeof Sessions>["immunizationSessions"]["nodes"][number];

export const SessionOf = graphql(`
  query SessionOf($id: ID!, $after: String) {
    immunizationSession(sessionId: $id) {
      id
      version
      heldOn
      place
      placeKind
      closedAt
      availableActions
      vaccine { id tradeName route verified }
      lot { id series expiresOn dosesLeft usable }
      people(first: 50, after: $after) {
        nodes {
          id
          version
          outcome
          seenAt
          seenBy
          patient { id fullName birthDate birthYear }
          dose { id version purpose }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
export type Session = NonNullable<ResultOf<typeof SessionOf>["immunizationSession"]>;
export type SessionPerson = Session["people"]["nodes"][number];

export const TakenBack = graphql(`
  query TakenBack($sessionId: ID!) {
    doses(filter: { sessionId: $sessionId, voided: true }, first: 20) {
      nodes { id voidedAt voidedBy patient { id shortName } }
    }
  }
`);

export const GiveInSession = graphql(`
  mutation GiveInSession($input: RecordDoseInput!) {
    recordDose(input: $input) {
      __typename
      ... on Dose { id version }
      ... on DoseNotAdvised { code message advice { text } }
      ... on DoseAlreadyRecorded { code message }
      ... on InvalidInput { code message }
      ... on Refused { code message }
    }
  }
`);

export const MarkSessionPerson = graphql(`
  mutation MarkSessionPerson($input: MarkSessionPersonInput!) {
    markSessionPerson(input: $input) {
      __typename
      ... on ImmunizationSessionPerson { id version outcome }
      ... on InvalidInput { code message }
      ... on Refused { code message }
    }
  }
`);

export const UndoDose = graphql(`
  mutation UndoDose($input: UndoDoseInput!) {
    undoDose(input: $input) {
      __typename
      ... on Dose { id version voidedAt }
      ... on StaleVersion { code message }
      ... on Refused { code message }
    }
  }
`);

export const ChooseLot = graphql(`
  mutation ChooseSessionLot($input: ChooseSessionLotInput!) {
    chooseSessionLot(input: $input) {
      __typename
      ... on ImmunizationSession { id version lot { id series expiresOn dosesLeft usable } }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

export const CloseSession = graphql(`
  mutation CloseSession($input: CloseSessionInput!) {
    closeSession(input: $input) {
      __typename
      ... on ImmunizationSession { id version closedAt }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

export const AddToSession = graphql(`
  mutation AddToSession($input: AddToSessionInput!) {
    addToSession(input: $input) {
      __typename
      ... on ImmunizationSession { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

export const PlanSession = graphql(`
  mutation PlanSession($input: PlanSessionInput!) {
    planSession(input: $input) {
      __typename
      ... on ImmunizationSession { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

export const PlanChoices = graphql(`
  query PlanChoices {
    vaccines(first: 100) { nodes { id tradeName name } }
    organisedGroups(filter: { closed: false }, first: 100) { nodes { id kind name className people } }
  }
`);

export const SessionChanged = graphql(`
  subscription SessionChanged($id: ID!) {
    immunizationSessionChanged(sessionId: $id) { progress { waiting } }
  }
`);

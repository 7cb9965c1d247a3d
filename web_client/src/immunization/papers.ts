import { graphql } from "../api/graphql";

export const Papers = graphql(`
  query ImmunizationPapers($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        deferrals { id version vaccineGroups since until commission reason endedOn availableActions }
        consents { id version vaccineGroup decision writtenOn signedBy ground revokedOn availableActions }
        tuberculinTests { id version kind madeOn readOn papuleMm outcome availableActions }
      }
    }
  }
`);
export const RecordRefusal = graphql(`
  mutation RecordRefusal($input: RecordRefusalInput!) {
    recordRefusal(input: $input) {
      __typename
      ... on Consent { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RecordConsent = graphql(`
  mutation RecordConsent($input: RecordConsentInput!) {
    recordConsent(input: $input) {
      __typename
      ... on Consent { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RevokeConsent = graphql(`
  mutation RevokeConsent($input: RevokeConsentInput!) {
    revokeConsent(input: $input) {
      __typename
      ... on Consent { id version revokedOn }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const Defer = graphql(`
  mutation DeferImmunization($input: DeferImmunizationInput!) {
    deferImmunization(input: $input) {
      __typename
      ... on Deferral { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const EndDeferral = graphql(`
  mutation EndDeferral($input: EndDeferralInput!) {
    endDeferral(input: $input) {
      __typename
      ... on Deferral { id version endedOn }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RecordTest = graphql(`
  mutation RecordTuberculinTest($input: RecordTuberculinTestInput!) {
    recordTuberculinTest(input: $input) {
      __typename
      ... on TuberculinTest { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const ReadTest = graphql(`
  mutation ReadTuberculinTest($input: ReadTuberculinTestInput!) {
    readTuberculinTest(input: $input) {
      __typename
      ... on TuberculinTest { id version readOn outcome papuleMm }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

import { graphql } from "../api/graphql";

export const CertificatesOf = graphql(`
  query ImmunizationCertificates($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        immunizationCertificates {
          id
          version
          standing
          issuedOn
          validUntil
          issuedBy
          revokedAt
          revokeReason
          clinic { id name }
          doses { givenOn vaccine against }
          availableActions
        }
      }
    }
  }
`);
export const IssueCertificate = graphql(`
  mutation IssueImmunizationCertificate($input: IssueImmunizationCertificateInput!) {
    issueImmunizationCertificate(input: $input) {
      __typename
      ... on ImmunizationCertificate { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RevokeCertificate = graphql(`
  mutation RevokeImmunizationCertificate($input: RevokeImmunizationCertificateInput!) {
    revokeImmunizationCertificate(input: $input) {
      __typename
      ... on ImmunizationCertificate { id version standing revokedAt revokeReason }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

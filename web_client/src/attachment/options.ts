import { graphql, type ResultOf } from "../api/graphql";
import { Rule } from "../parts/Rule";

export const ListChoice = graphql(`
  fragment ListChoice on DoctorList {
    id
    kind
    people
    norm
    room
    overNorm
    doctor { id fullName shortName }
    areas { id number }
  }
`);

export const AttachmentOptions = graphql(
  `
  query AttachmentOptions($patientId: ID!) {
    attachmentOptions(patientId: $patientId) {
      resident
      deceased
      startsOn
      patient { id fullName address { line } }
      area { id number kind doctorList { id } }
      proposed { id }
      lists { id ...ListChoice }
      reasons { reason name startsOn needsEvidence open why }
      campaign { year opensOn closesOn effectiveOn source verified }
      current { id startsOn clinic { id name } doctor { id shortName } doctorList { id } }
    }
  }
`,
  [ListChoice],
);

export type Options = ResultOf<typeof AttachmentOptions>["attachmentOptions"];

export const AttachPatient = graphql(
  `
  mutation AttachPatient($input: AttachPatientInput!) {
    attachPatient(input: $input) {
      __typename
      ... on Attachment { id version startsOn doctor { id shortName } patient { id } }
      ... on NormExceeded { code message people norm rule { ...Rule } alternatives { id ...ListChoice } }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message rule { ...Rule } }
    }
  }
`,
  [ListChoice, Rule],
);

export type AttachAnswer = ResultOf<typeof AttachPatient>["attachPatient"];
export type AttachRefusal = Exclude<AttachAnswer, { __typename: "Attachment" }>;

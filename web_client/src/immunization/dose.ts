import { graphql } from "../api/graphql";

export const RecordDose = graphql(`
  mutation RecordDose($input: RecordDoseInput!) {
    recordDose(input: $input) {
      __typename
      ... on Dose { id version }
      ... on DoseNotAdvised { code message advice { text verified } }
      ... on DoseAlreadyRecorded { code message current { id version } }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message }
    }
  }
`);
export const CorrectDose = graphql(`
  mutation CorrectDose($input: CorrectDoseInput!) {
    correctDose(input: $input) {
      __typename
      ... on Dose { id version }
      ... on DoseNotAdvised { code message advice { text verified } }
      ... on DoseAlreadyRecorded { code message current { id version } }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message }
    }
  }
`);
export const VoidDose = graphql(`
  mutation VoidDose($input: VoidDoseInput!) {
    voidDose(input: $input) {
      __typename
      ... on Dose { id version voidedAt }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

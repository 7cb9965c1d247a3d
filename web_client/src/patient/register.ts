import { graphql } from "../api/graphql";
import { PersonRow } from "./PersonRow";

export const Candidate = graphql(
  `
  fragment Candidate on DuplicateCandidate {
    strength
    matches { field kind message yours theirs }
    patient { id ...PersonRow }
    elsewhere { id shortName birthYear attachedSince clinic { id name } }
  }
`,
  [PersonRow],
);

export const RegisterPatient = graphql(
  `
  mutation RegisterPatient($input: RegisterPatientInput!) {
    registerPatient(input: $input) {
      __typename
      ... on Patient { id fullName version }
      ... on InvalidInput { message problems { path code message } }
      ... on DuplicatePerson { message candidates { ...Candidate } }
      ... on Refused { code message }
    }
  }
`,
  [Candidate],
);

export const JudgeIin = graphql(
  `
  query JudgeIin($iin: String!, $birthDate: Date, $sex: Sex) {
    judgeIin(iin: $iin, birthDate: $birthDate, sex: $sex) {
      valid
      birthDate
      sex
      problem { code message }
      warnings { code message path }
      known {
        __typename
        ... on Patient { id ...PersonRow }
        ... on PersonElsewhere { id shortName birthYear attachedSince clinic { id name } }
      }
    }
  }
`,
  [PersonRow],
);

export const Duplicates = graphql(
  `
  query Duplicates($input: DuplicatesInput!) {
    duplicates(input: $input) { ...Candidate }
  }
`,
  [Candidate],
);

export const DraftOf = graphql(`
  query DraftOf($form: String!) {
    draft(form: $form) { form content savedAt }
  }
`);

export const SaveDraft = graphql(`
  mutation SaveDraft($input: SaveDraftInput!) {
    saveDraft(input: $input) { __typename ... on Draft { savedAt } ... on Refused { message } ... on InvalidInput { message } }
  }
`);

export const DiscardDraft = graphql(`
  mutation DiscardDraft($input: DiscardDraftInput!) {
    discardDraft(input: $input) { __typename ... on Done { ok } ... on Refused { message } }
  }
`);

import { graphql } from "../api/graphql";

export const ProposeSecondFactor = graphql(`
  mutation ProposeSecondFactor {
    proposeSecondFactor {
      __typename
      ... on SecondFactorProposal { secret address }
      ... on Refused { code message }
    }
  }
`);

export const ConfirmSecondFactor = graphql(`
  mutation ConfirmSecondFactor($input: ConfirmSecondFactorInput!) {
    confirmSecondFactor(input: $input) {
      __typename
      ... on SecondFactorOn { recoveryCodes }
      ... on Refused { code message }
    }
  }
`);

export const RemoveSecondFactor = graphql(`
  mutation RemoveSecondFactor($input: RemoveSecondFactorInput!) {
    removeSecondFactor(input: $input) {
      __typename
      ... on TooManyAttempts { message }
      ... on Refused { code message }
    }
  }
`);

import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";

const AccountFields = graphql(`
  fragment AccountFields on Account @_unmask {
    id
    login
    name
    role
    language
    active
    lastSignInAt
    secondFactorSince
    oneTimeUntil
    version
    availableActions
    clinic { id name }
    regionCodes
  }
`);

export const Accounts = graphql(
  `
  query Accounts($filter: AccountFilter, $first: Int, $after: String, $last: Int, $before: String) {
    accounts(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes { ...AccountFields }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`,
  [AccountFields],
);

export const CreateAccount = graphql(
  `
  mutation CreateAccount($input: CreateAccountInput!) {
    createAccount(input: $input) {
      __typename
      ... on OneTimePassword { password until account { id login name } }
      ...AccountFields
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message }
    }
  }
`,
  [AccountFields],
);

export const UpdateAccount = graphql(
  `
  mutation UpdateAccount($input: UpdateAccountInput!) {
    updateAccount(input: $input) {
      __typename
      ... on OneTimePassword { password until account { id login name } }
      ...AccountFields
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message }
    }
  }
`,
  [AccountFields],
);

export const ResetPassword = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      __typename
      ... on OneTimePassword { password until account { id login name } }
      ... on Account { id version }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message }
    }
  }
`);

export const ResetSecondFactor = graphql(`
  mutation ResetSecondFactor($input: ResetSecondFactorInput!) {
    resetSecondFactor(input: $input) {
      __typename
      ... on Account { id version }
      ... on StaleVersion { message }
      ... on InvalidInput { message }
      ... on Refused { code message }
    }
  }
`);

export type AccountRecord = ResultOf<typeof AccountFields>;
export type AccountFilter = VariablesOf<typeof Accounts>["filter"];
type Answer = NonNullable<
  ResultOf<typeof CreateAccount>["createAccount"] | ResultOf<typeof ResetPassword>["resetPassword"]
>;
export type Told = Extract<Answer, { password: string }>;

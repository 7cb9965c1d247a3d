import { graphql } from "../api/graphql";

export const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on SignedIn { viewer { login } }
      ... on TooManyAttempts { message retryAfterSeconds }
      ... on Refused { code message }
    }
  }
`);

export const DemoLogins = graphql(`
  query DemoLogins {
    demoLogins { login password role name tryThis }
  }
`);

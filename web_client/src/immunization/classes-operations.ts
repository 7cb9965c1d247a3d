import { graphql, type ResultOf } from "../api/graphql";

export const Classes = graphql(`
  query Classes($filter: OrganisedGroupFilter, $first: Int, $after: String, $last: Int, $before: String) {
    organisedGroups(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes { id version kind name className closed people }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);
export type ClassRow = ResultOf<typeof Classes>["organisedGroups"]["nodes"][number];

export const AddClass = graphql(`
  mutation AddOrganisedGroup($input: AddOrganisedGroupInput!) {
    addOrganisedGroup(input: $input) {
      __typename
      ... on OrganisedGroup { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const UpdateClass = graphql(`
  mutation UpdateOrganisedGroup($input: UpdateOrganisedGroupInput!) {
    updateOrganisedGroup(input: $input) {
      __typename
      ... on OrganisedGroup { id version name className closed people }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const MoveUp = graphql(`
  mutation MoveUpSchool($input: MoveUpSchoolInput!) {
    moveUpSchool(input: $input) {
      __typename
      ... on MovedUp { classes left }
      ... on Refused { message }
    }
  }
`);
export const Join = graphql(`
  mutation JoinOrganisedGroup($input: JoinOrganisedGroupInput!) {
    joinOrganisedGroup(input: $input) {
      __typename
      ... on OrganisedGroupMember { id since }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

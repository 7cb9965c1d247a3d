import { graphql, type ResultOf } from "../api/graphql";

export const OptOut = graphql(`
  mutation OptOutOfReminders($input: OptOutOfRemindersInput!) {
    optOutOfReminders(input: $input) {
      __typename
      ... on ReminderOptOut { id channel recordedAt endedAt }
      ... on Refused { message }
    }
  }
`);

export const OptIn = graphql(`
  mutation OptInToReminders($input: OptInToRemindersInput!) {
    optInToReminders(input: $input) {
      __typename
      ... on ReminderOptOut { id endedAt endedBy }
      ... on Refused { message }
    }
  }
`);

export const RemindersOf = graphql(`
  query RemindersOf($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        reminderOptOuts { id channel kind source recordedAt recordedBy endedAt endedBy }
      }
    }
    reminders(filter: { patientId: $id }, first: 10, after: $after) {
      nodes {
        id
        version
        plannedFor
        channel
        message
        language
        fate
        reasonWords
        detail
        availableActions
        recipient { id shortName }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

type Node = NonNullable<ResultOf<typeof RemindersOf>["node"]>;
export type Wish = Extract<Node, { __typename: "Patient" }>["reminderOptOuts"][number];
export type Message = ResultOf<typeof RemindersOf>["reminders"]["nodes"][number];

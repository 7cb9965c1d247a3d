import { graphql } from "../api/graphql";

export const ReportEvent = graphql(`
  mutation ReportAdverseEvent($input: ReportAdverseEventInput!) {
    reportAdverseEvent(input: $input) {
      __typename
      ... on AdverseEvent { id noticeNeeded }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const NoteNotice = graphql(`
  mutation NoteAdverseEventNotice($input: NoteAdverseEventNoticeInput!) {
    noteAdverseEventNotice(input: $input) {
      __typename
      ... on AdverseEvent { id version noticeNeeded notifiedAt notifiedWhom availableActions }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

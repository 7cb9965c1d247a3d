import { useLingui } from "@lingui/react/macro";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { tell } from "../parts/tell";

const RetryReminder = graphql(`
  mutation RetryReminder($input: RetryReminderInput!) {
    retryReminder(input: $input) {
      __typename
      ... on Reminder { id version fate reason reasonWords nextTryAt availableActions }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

/** Lets a dead message be tried again and says so, or says why not. */
export function useRetry() {
  const { t } = useLingui();
  const [send, sending] = useSend(RetryReminder);
  const retry = async ({ id, version }: { id: string; version: number }) => {
    const answer = (await send({ input: { reminderId: id, version } }))?.retryReminder;
    if (answer) void tell({ message: "message" in answer ? answer.message : t`It will be tried again now.` });
  };
  return [retry, sending] as const;
}

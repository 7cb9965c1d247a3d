import { useLingui as useRuntime } from "@lingui/react";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconClock, IconQuestionMark, IconX } from "@tabler/icons-react";
import { FATES } from "./names";
import classes from "./Reminders.module.css";
import { useRetry } from "./retry";

interface Message {
  fate: keyof typeof FATES;
  reasonWords: string | null;
  detail?: string | null;
  retry?: { id: string; version: number } | false;
}

const ICONS = { good: IconCheck, wait: IconClock, doubt: IconQuestionMark, bad: IconAlertTriangle, none: IconX };
const MEANING = {
  PLANNED: "wait",
  RETRYING: "wait",
  SENDING: "wait",
  SENT: "good",
  DELIVERED: "good",
  UNKNOWN: "doubt",
  DEAD: "bad",
  WITHDRAWN: "none",
} as const;

/** What became of a message and why, with the way to try a dead one again. */
export function Fate({ fate, reasonWords, detail, retry }: Message) {
  const { i18n } = useRuntime();
  const meaning = MEANING[fate];
  const Icon = ICONS[meaning];
  return (
    <span className={classes.fate} data-meaning={meaning} title={detail ?? undefined}>
      <Icon size={14} stroke={2} aria-hidden />
      <span>
        {i18n._(FATES[fate])}
        {reasonWords && <small>{reasonWords}</small>}
        {retry && <Again row={retry} />}
      </span>
    </span>
  );
}

function Again({ row }: { row: { id: string; version: number } }) {
  const [retry, sending] = useRetry();
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={sending}
      onClick={(event) => {
        event.stopPropagation();
        void retry(row);
      }}
    >
      <Trans>Try again</Trans>
    </Button>
  );
}

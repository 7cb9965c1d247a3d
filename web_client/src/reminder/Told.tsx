import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { sayFullDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import type { Message } from "./choice";
import { Fate } from "./Fate";
import { REMINDER_CHANNELS } from "./names";
import classes from "./Reminders.module.css";

/** One message of a person's ledger: when, to whom, by which way, what it said, what became of it. */
export function Told({ message, personId }: { message: Message; personId: string }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const { plannedFor, channel, recipient, availableActions } = message;
  const toWhom = recipient?.id === personId ? null : (recipient?.shortName ?? t`person of another clinic`);
  const facts = [toWhom && t`to ${toWhom}`, channel && i18n._(REMINDER_CHANNELS[channel])];
  return (
    <li>
      <span className={classes.told}>
        {sayFullDay(plannedFor, language)} <small>{facts.filter(Boolean).join(" · ")}</small>
        {message.message && (
          <small className={classes.said} lang={message.language}>
            {message.message}
          </small>
        )}
      </span>
      <Fate {...message} retry={availableActions.includes("RETRY") && message} />
    </li>
  );
}

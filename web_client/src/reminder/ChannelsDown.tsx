import { useLingui as useRuntime } from "@lingui/react";
import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Notice } from "../parts/Notice";
import { useMay } from "../session/viewer";
import { REMINDER_CHANNELS } from "./names";
import classes from "./Reminders.module.css";

const ReminderChannels = graphql(`
  query ReminderChannels {
    reminderChannels { channel down since nextTryAt detail waiting }
  }
`);

type State = ResultOf<typeof ReminderChannels>["reminderChannels"][number];

/** Says that messages do not get out, since when, how many wait, and that nobody has to do anything for them to leave. */
export function ChannelsDown() {
  const may = useMay("PREVIEW_REMINDERS");
  const [{ data }] = useQuery({ query: ReminderChannels, requestPolicy: "cache-and-network", pause: !may });
  const down = data?.reminderChannels.filter((state) => state.down) ?? [];
  if (!down.length) return null;
  return (
    <div className={classes.down}>
      {down.map((state) => (
        <Down key={state.channel} state={state} />
      ))}
    </div>
  );
}

function Down({ state: { channel, since, nextTryAt, detail, waiting } }: { state: State }) {
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const way = i18n._(REMINDER_CHANNELS[channel]);
  const failed = since ? sayMoment(since, language) : "";
  const again = nextTryAt ? sayMoment(nextTryAt, language) : "";
  return (
    <Notice meaning="attention" title={<Trans>Messages do not get out by this way: {way}</Trans>}>
      <Plural value={waiting} one="# message waits." other="# messages wait." />{" "}
      <Trans>
        Last tried: {failed}; the next try: {again}. They leave by themselves when it answers again; after three days
        they are given up and stand here as not sent.
      </Trans>
      {detail && <p className={classes.detail}>{detail}</p>}
    </Notice>
  );
}

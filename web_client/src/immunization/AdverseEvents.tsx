import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { sayFullDay, sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { ActForm, type Values } from "../parts/ActForm";
import { useAct } from "../parts/use-act";
import { NoteNotice } from "./adverse-event";
import classes from "./Immunization.module.css";
import { SEVERITIES } from "./names";
import type { DoseRecord } from "./record";

type Event = DoseRecord["adverseEvents"][number];

/** What happened after a dose, and whether the authorities have been told of it. */
export function AdverseEvents({ events }: { events: readonly Event[] }) {
  if (!events.length) return null;
  return (
    <ul className={classes.list}>
      {events.map((event) => (
        <EventRow key={event.id} event={event} />
      ))}
    </ul>
  );
}

function EventRow({ event }: { event: Event }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const [open, setOpen] = useState(false);
  const { severity, beganOn, description, noticeNeeded, notifiedAt, notifiedWhom, availableActions } = event;
  const whom = notifiedWhom ?? "";
  const at = notifiedAt && sayMoment(notifiedAt, language);
  return (
    <li>
      <span>
        <span className={classes.what}>{t`Adverse event`}</span> {i18n._(SEVERITIES[severity])} ·{" "}
        {sayFullDay(beganOn, language)}
        <br />
        <span className={classes.quietly}>
          {[description, at && t`told to ${whom}: ${at}`].filter(Boolean).join(" · ")}
        </span>
      </span>
      {noticeNeeded && (
        <span className={classes.state} data-meaning="urgent">
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
          {t`nobody told yet`}
        </span>
      )}
      {availableActions.includes("SEND_NOTICE") && (
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>{t`Told onward`}</Button>
      )}
      {open && <NoticeForm event={event} onClose={() => setOpen(false)} />}
    </li>
  );
}

function NoticeForm({ event: { id, version }, onClose }: { event: Event; onClose(): void }) {
  const { t } = useLingui();
  const act = useAct(NoteNotice, t`On record: who was told, and when.`, onClose);
  const send = ({ whom = "" }: Values) => act({ input: { eventId: id, version, whom } });
  return (
    <ActForm
      title={t`Who was told of it?`}
      asked={[
        {
          name: "whom",
          label: t`To whom`,
          kind: "text",
          needed: true,
          description: t`The authority, the way and the number of the notice.`,
        },
      ]}
      submit={t`Record`}
      onSubmit={send}
      onClose={onClose}
    />
  );
}

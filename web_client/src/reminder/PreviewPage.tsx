import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import dayjs from "dayjs";
import { type ReactNode, useState } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { readDay, shortDay } from "../language/dates";
import { DayField } from "../parts/DayField";
import { Empty } from "../parts/Empty";
import { ListPage } from "../parts/ListPage";
import { Notice } from "../parts/Notice";
import { WithPerson } from "../parts/PersonDrawer";
import { Section } from "../parts/Section";
import { type Column, Table } from "../parts/Table";
import { useFilters } from "../parts/use-filters";
import { REMINDER_CHANNELS } from "./names";
import classes from "./Reminders.module.css";

const ReminderPreview = graphql(`
  query ReminderPreview($on: Date!) {
    reminderPreview(on: $on) {
      open
      messages
      silent
      told { recipient { id shortName } names doses channel language text segments }
      notTold { recipient { id shortName } names reasonWords }
    }
  }
`);

type Preview = ResultOf<typeof ReminderPreview>["reminderPreview"];
type Told = Preview["told"][number] & { id: string };
type Silent = Preview["notTold"][number] & { id: string };

const numbered = <Row,>(rows: readonly Row[] | undefined) => rows?.map((row, place) => ({ ...row, id: String(place) }));

/** Who would get what on a day, and why others would not. */
export function PreviewPage({ views }: { views: ReactNode }) {
  const { t } = useLingui();
  const [filters, set] = useFilters();
  const on = filters.asOf ?? dayjs().format("YYYY-MM-DD");
  const [{ data, error }, ask] = useQuery({ query: ReminderPreview, variables: { on } });
  const day = data?.reminderPreview;
  const messages = day?.messages ?? 0;
  const silent = day?.silent ?? 0;
  return (
    <WithPerson title={t`Reminders`}>
      <ListPage
        title={t`Reminders`}
        lead={t`Who would be told what on a day, as far as is known now. Everything is looked at again before a message leaves.`}
        error={data ? undefined : error}
        onAgain={ask}
        filters={<Day on={on} onChange={(next) => set({ asOf: next })} />}
        actions={views}
      >
        {day && !day.open && (
          <Notice meaning="information">
            <Trans>A day off: nothing leaves, and what is planned waits for the next working day.</Trans>
          </Notice>
        )}
        <div className={classes.parts}>
          <Section level={2} title={t`Would be told: ${messages}`}>
            <Table
              caption={t`Would be told`}
              columns={useToldColumns()}
              rows={numbered(day?.told)}
              idOf={({ recipient, id }) => recipient?.id ?? id}
              onOpen={({ recipient }) => recipient && set({ person: recipient.id })}
              openId={filters.person}
              empty={<Empty title={t`Nobody is due to be reminded`}>{t`Choose another day above.`}</Empty>}
            />
          </Section>
          <Section level={2} title={t`Would not be told: ${silent}`}>
            <Table
              caption={t`Would not be told`}
              columns={useSilentColumns()}
              rows={numbered(day?.notTold)}
              idOf={({ recipient, id }) => recipient?.id ?? id}
              onOpen={({ recipient }) => recipient && set({ person: recipient.id })}
              openId={filters.person}
              empty={<Empty title={t`Nobody is left out`}>{t`Whoever has a dose near its day stands above.`}</Empty>}
            />
          </Section>
        </div>
      </ListPage>
    </WithPerson>
  );
}

function Day({ on, onChange }: { on: string; onChange: (day: string) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState(shortDay(on));
  return (
    <DayField
      className={classes.day}
      label={t`Day`}
      value={text}
      onChange={(next) => {
        setText(next);
        const day = readDay(next);
        if (day) onChange(day);
      }}
    />
  );
}

function useToldColumns(): Column<Told>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  return [
    {
      id: "to",
      label: t`Who is told`,
      cell: ({ recipient }) =>
        recipient ? <strong className="together">{recipient.shortName}</strong> : t`person of another clinic`,
    },
    { id: "about", label: t`About`, cell: ({ names }) => names.join(", ") },
    { id: "channel", label: t`Way`, cell: ({ channel }) => channel && i18n._(REMINDER_CHANNELS[channel]) },
    {
      id: "text",
      label: t`Text`,
      cell: ({ text, language }) => (
        <span className={classes.text} lang={language ?? undefined}>
          {text}
        </span>
      ),
    },
    { id: "segments", label: t`SMS each`, extra: true, cell: ({ segments, channel }) => channel === "SMS" && segments },
  ];
}

function useSilentColumns(): Column<Silent>[] {
  const { t } = useLingui();
  return [
    { id: "about", label: t`About`, cell: ({ names }) => names.join(", ") },
    { id: "to", label: t`Who is told`, cell: ({ recipient }) => recipient?.shortName },
    { id: "why", label: t`Why not`, cell: ({ reasonWords }) => reasonWords },
  ];
}

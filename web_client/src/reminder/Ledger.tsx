import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { useClinicFilter } from "../clinic/place-filters";
import { shortDay } from "../language/dates";
import { useNamed } from "../language/use-named";
import { Empty } from "../parts/Empty";
import type { Filter } from "../parts/FilterBar";
import type { Filters } from "../parts/filters";
import { PersonList } from "../parts/PersonList";
import type { Column } from "../parts/Table";
import { useCount } from "../parts/use-count";
import { orderOf, pageOf, useFilters } from "../parts/use-filters";
import { ChannelsDown } from "./ChannelsDown";
import { Fate } from "./Fate";
import { FATES, REMINDER_CHANNELS } from "./names";
import classes from "./Reminders.module.css";

const Reminders = graphql(`
  query Reminders(
    $filter: ReminderFilter, $orderBy: ReminderOrder
    $first: Int, $after: String, $last: Int, $before: String
  ) {
    reminders(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        version
        plannedFor
        channel
        message
        segments
        fate
        reason
        reasonWords
        detail
        tries
        availableActions
        recipient { id shortName }
        items { id doseNumber vaccineGroup patient { id shortName } }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

const CountReminders = graphql(`
  query CountReminders($filter: ReminderFilter) {
    reminders(filter: $filter, first: 1) { totalCount { value exact } }
  }
`);

type Variables = VariablesOf<typeof Reminders>;
type Row = ResultOf<typeof Reminders>["reminders"]["nodes"][number];

function reminderFilter(filters: Filters): Variables["filter"] {
  return {
    clinicId: filters.clinic,
    fate: filters.outcome as keyof typeof FATES | undefined,
    channel: filters.channel as keyof typeof REMINDER_CHANNELS | undefined,
    plannedFrom: filters.from,
    plannedTo: filters.to,
  };
}

/** Every message with its fate; a dead one can be tried again where it stands. */
export function Ledger({ views }: { views: ReactNode }) {
  const { t } = useLingui();
  const [filters] = useFilters();
  const filter = reminderFilter(filters);
  const sort = filters.sort ?? "PLANNED_FOR DESC";
  const orderBy = orderOf<Variables["orderBy"]>(sort);
  const [{ data, error }, ask] = useQuery({
    query: Reminders,
    variables: { filter, orderBy, ...pageOf(filters) },
    requestPolicy: "cache-and-network",
  });
  const counting = useCount(CountReminders, { filter });
  const narrowed = Object.values(filter ?? {}).some(Boolean);
  return (
    <PersonList
      title={t`Reminders`}
      lead={t`Messages to families about vaccinations that are due, and what became of each.`}
      filters={useReminderFilters()}
      actions={views}
      found={data?.reminders}
      error={error}
      onAgain={ask}
      counting={counting}
      columns={useColumns()}
      personOf={({ recipient }) => recipient}
      sort={sort}
      empty={
        narrowed ? (
          <Empty title={t`No message fits these filters`}>{t`Remove a filter above.`}</Empty>
        ) : (
          <Empty
            title={t`Nobody has been reminded yet`}
          >{t`Messages are planned from due dates every ten minutes. Look at a day beforehand to see who will get one.`}</Empty>
        )
      }
    >
      <ChannelsDown />
    </PersonList>
  );
}

function useReminderFilters(): Filter[] {
  const { t } = useLingui();
  const named = useNamed();
  return [
    ...useClinicFilter(),
    { name: "outcome", label: t`What became of it`, options: named(FATES) },
    { name: "channel", label: t`Way`, options: named(REMINDER_CHANNELS) },
    { name: "from", label: t`Planned from` },
    { name: "to", label: t`Planned until` },
  ];
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  return [
    { id: "day", label: t`Day`, extra: true, sort: "PLANNED_FOR", cell: ({ plannedFor }) => shortDay(plannedFor) },
    {
      id: "to",
      label: t`Who is told`,
      cell: ({ recipient, plannedFor }) => (
        <>
          {recipient ? <strong className="together">{recipient.shortName}</strong> : t`person of another clinic`}
          <small className={classes.when}>{shortDay(plannedFor)}</small>
        </>
      ),
    },
    { id: "about", label: t`About`, extra: true, cell: ({ items }) => <About items={items} /> },
    {
      id: "fate",
      label: t`What became of it`,
      cell: (row) => <Fate {...row} retry={row.availableActions.includes("RETRY") && row} />,
    },
    {
      id: "channel",
      label: t`Way`,
      extra: true,
      cell: ({ channel }) => channel && i18n._(REMINDER_CHANNELS[channel]),
    },
    { id: "text", label: t`Text`, extra: true, cell: ({ message }) => <span className={classes.text}>{message}</span> },
  ];
}

function About({ items }: { items: Row["items"] }) {
  const names = [...new Set(items.map(({ patient }) => patient?.shortName).filter(Boolean))];
  return <>{names.join(", ")}</>;
}

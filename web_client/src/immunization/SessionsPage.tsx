import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { sayNearDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Empty } from "../parts/Empty";
import { type Filter, FilterBar } from "../parts/FilterBar";
import { yes } from "../parts/filters";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import { pageOf, useFilters } from "../parts/use-filters";
import { useMay } from "../session/viewer";
import { PLACES } from "./names";
import { PlanSessionForm } from "./PlanSessionForm";
import { type SessionRow, Sessions } from "./session-operations";
import { UnsentNotice } from "./UnsentNotice";
import { isUnsent } from "./unsent";
import { useSteps } from "./unsent-store";

/** The days in schools and in the vaccination room, planned and past. */
export function SessionsPage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const navigate = useNavigate();
  const [planning, setPlanning] = useState(false);
  const mayPlan = useMay("PLAN_SESSION");
  const filter = { heldFrom: filters.from, heldTo: filters.to, closed: yes(filters.closed) };
  const [{ data, error }, ask] = useQuery({
    query: Sessions,
    variables: { filter, ...pageOf(filters) },
    requestPolicy: "cache-and-network",
  });
  const unsent = useSteps().filter(isUnsent);
  return (
    <ListPage
      title={t`Sessions`}
      lead={t`One day, one place, one vaccine: who is given it, and how far it is.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<FilterBar filters={useSessionFilters()} />}
      actions={mayPlan && <Button onClick={() => setPlanning(true)}>{t`Plan a session`}</Button>}
    >
      <UnsentNotice unsent={unsent} />
      <Table
        caption={t`Sessions`}
        columns={useColumns()}
        rows={data?.immunizationSessions.nodes}
        onOpen={({ id }) => void navigate({ to: "/sessions/$sessionId", params: { sessionId: id } })}
        empty={
          <Empty title={t`No session yet`}>
            {t`Plan one: of a class, those are listed for whom the vaccine is due.`}
          </Empty>
        }
      />
      <Pager info={data?.immunizationSessions.pageInfo} />
      {planning && <PlanSessionForm onClose={() => setPlanning(false)} />}
    </ListPage>
  );
}

function useSessionFilters(): Filter[] {
  const { t } = useLingui();
  return [
    { name: "from", label: t`From` },
    { name: "to", label: t`To` },
    {
      name: "closed",
      label: t`State`,
      options: [
        { value: "no", label: t`open` },
        { value: "yes", label: t`closed` },
      ],
    },
  ];
}

function useColumns(): Column<SessionRow>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  return [
    {
      id: "place",
      label: t`Place`,
      cell: ({ id, place }) => (
        <Link to="/sessions/$sessionId" params={{ sessionId: id }}>
          {place}
        </Link>
      ),
    },
    { id: "day", label: t`Day`, cell: ({ heldOn }) => sayNearDay(heldOn, language) },
    { id: "kind", label: t`Kind`, extra: true, cell: ({ placeKind }) => i18n._(PLACES[placeKind]) },
    { id: "vaccine", label: t`Vaccine`, cell: ({ vaccine }) => vaccine.tradeName },
    { id: "people", label: t`People`, extra: true, number: true, cell: ({ progress }) => progress.people },
    { id: "waiting", label: t`Waiting`, number: true, cell: ({ progress }) => progress.waiting },
    { id: "given", label: t`Vaccinated`, extra: true, number: true, cell: ({ progress }) => progress.given },
    { id: "state", label: t`State`, extra: true, cell: ({ closedAt }) => (closedAt ? t`closed` : t`open`) },
  ];
}

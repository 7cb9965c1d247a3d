import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useRoleName } from "../account/role-names";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Empty } from "../parts/Empty";
import { type Filter, FilterBar } from "../parts/FilterBar";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import { pageOf, useFilters } from "../parts/use-filters";
import { useAccountChoices } from "./account-choices";
import { FILTERED, useOperationName, useOutcomeName, useOutcomes } from "./operations";

const AccessEvents = graphql(`
  query AccessEvents($filter: AccessEventFilter, $first: Int, $after: String, $last: Int, $before: String) {
    accessEvents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        at
        accountName
        role
        clinicName
        operation
        purpose
        outcome
        patientCount
        address
        patients { id shortName }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

type Variables = VariablesOf<typeof AccessEvents>;
type Row = ResultOf<typeof AccessEvents>["accessEvents"]["nodes"][number];

/** The day in Kazakhstan as two moments; the zone is five hours ahead since 1 March 2024. */
const startOf = (day: string | undefined) => day && `${day}T00:00:00+05:00`;
const endOf = (day: string | undefined) => day && `${day}T23:59:59.999+05:00`;

/** Who read or changed what, and why: nothing leaves the server without a row here. */
export function JournalPage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const filter: Variables["filter"] = {
    accountId: filters.account,
    patientId: filters.person,
    operation: filters.operation,
    outcome: filters.outcome,
    since: startOf(filters.from),
    until: endOf(filters.to),
  };
  const accounts = useAccountChoices();
  const operationName = useOperationName();
  const operations = FILTERED.map((value) => ({ value, label: operationName(value) }));
  const known: Filter[] = [
    { name: "account", label: t`User`, options: accounts },
    { name: "operation", label: t`Operation`, options: operations },
    { name: "outcome", label: t`Outcome`, options: useOutcomes() },
    { name: "from", label: t`From the day` },
    { name: "to", label: t`To the day` },
  ];
  const [{ data, error }, ask] = useQuery({
    query: AccessEvents,
    variables: { filter, ...pageOf(filters) },
    requestPolicy: "network-only",
  });
  return (
    <ListPage
      title={t`Access journal`}
      lead={t`Every reading and every change is on record before the answer leaves the server.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<FilterBar filters={known} />}
    >
      <Table
        caption={t`Access journal`}
        columns={useColumns()}
        rows={data?.accessEvents.nodes}
        empty={<Empty title={t`Nothing on record for these filters`}>{t`Remove a filter above.`}</Empty>}
      />
      <Pager info={data?.accessEvents.pageInfo} />
    </ListPage>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  const [language] = useLanguage();
  const roleName = useRoleName();
  const operationName = useOperationName();
  const outcomeName = useOutcomeName();
  return [
    { id: "at", label: t`When`, cell: ({ at }) => <span className="together">{sayMoment(at, language)}</span> },
    {
      id: "who",
      label: t`Who`,
      cell: ({ accountName, role }) => (
        <>
          <strong>{accountName}</strong> <small>{role && roleName(role)}</small>
        </>
      ),
    },
    { id: "operation", label: t`Operation`, cell: ({ operation, outcome }) => operationName(operation, outcome) },
    { id: "purpose", label: t`Purpose`, extra: true, cell: ({ purpose }) => purpose },
    { id: "people", label: t`People`, extra: true, cell: (row) => <Whom event={row} /> },
    { id: "outcome", label: t`Outcome`, extra: true, cell: ({ outcome }) => outcomeName(outcome) },
    { id: "address", label: t`From where`, extra: true, cell: ({ address }) => address },
  ];
}

function Whom({ event: { patients, patientCount } }: { event: Row }) {
  const rest = patientCount - Math.min(patients.length, 3);
  return (
    <>
      {patients.slice(0, 3).map(({ id, shortName }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link to="/desk/$personId" params={{ personId: id }}>
            {shortName}
          </Link>
        </span>
      ))}
      {rest > 0 && <small> +{rest}</small>}
    </>
  );
}

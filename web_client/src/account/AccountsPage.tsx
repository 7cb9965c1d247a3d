import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { useRegionChoices } from "../clinic/choices";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Empty } from "../parts/Empty";
import { type Filter, FilterBar } from "../parts/FilterBar";
import { yes } from "../parts/filters";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { Pane, SplitPage } from "../parts/SplitPage";
import { type Column, Table } from "../parts/Table";
import { pageOf, useFilters } from "../parts/use-filters";
import { useYesNo } from "../parts/use-yes-no";
import { useSession } from "../session/viewer";
import { AccountForm } from "./AccountForm";
import { type AccountFilter, type AccountRecord, Accounts, type Told } from "./account";
import { useGrantableRoles } from "./grantable";
import { OneTimePassword } from "./OneTimePassword";
import { useRoleName } from "./role-names";

export function AccountsPage() {
  const { t } = useLingui();
  const [filters, set] = useFilters();
  const filter = { role: filters.role, active: yes(filters.active) } as AccountFilter;
  const [{ data, error }, ask] = useQuery({ query: Accounts, variables: { filter, ...pageOf(filters) } });
  const rows = data?.accounts.nodes;
  const open = filters.open;
  const chosen = rows?.find(({ id }) => id === open);
  const [told, setTold] = useState<Told | null>(null);
  const close = () => {
    setTold(null);
    set({ open: undefined });
  };
  return (
    <SplitPage
      title={t`Users`}
      wide
      open={Boolean(open && (open === "new" || chosen))}
      onClose={close}
      list={
        <ListPage
          title={t`Users`}
          error={data ? undefined : error}
          onAgain={ask}
          filters={<FilterBar filters={useAccountFilters()} />}
          actions={
            <Button
              onClick={() => {
                setTold(null);
                set({ open: "new" });
              }}
            >
              <Trans>New user</Trans>
            </Button>
          }
        >
          <Table
            caption={t`Users`}
            columns={useColumns()}
            rows={rows}
            onOpen={({ id }) => {
              setTold(null);
              set({ open: id });
            }}
            openId={open}
            empty={<Empty title={t`Nobody fits these filters`}>{t`Remove a filter above.`}</Empty>}
          />
          <Pager info={data?.accounts.pageInfo} />
        </ListPage>
      }
    >
      <Pane>
        {told && <OneTimePassword told={told} onDone={close} />}
        {!told && open === "new" && <AccountForm onDone={close} onTold={setTold} />}
        {!told && chosen && (
          <AccountForm account={chosen} onDone={close} onTold={setTold} key={`${chosen.id}:${chosen.version}`} />
        )}
      </Pane>
    </SplitPage>
  );
}

function useAccountFilters(): Filter[] {
  const { t } = useLingui();
  return [
    { name: "role", label: t`Role`, options: useGrantableRoles() },
    { name: "active", label: t`Active`, options: useYesNo() },
  ];
}

function useColumns(): Column<AccountRecord>[] {
  const { t } = useLingui();
  const [language] = useLanguage();
  const roleName = useRoleName();
  const regions = useRegionChoices();
  const { clinic: own } = useSession().viewer;
  const stateOf = ({ active, oneTimeUntil }: AccountRecord) => {
    if (!active) return t`deactivated`;
    return oneTimeUntil ? t`waits for an own password` : t`active`;
  };
  const regionName = (code: string) => regions.find(({ value }) => value === code)?.label ?? code;
  return [
    { id: "name", label: t`Name`, cell: ({ name }) => <strong>{name}</strong> },
    { id: "login", label: t`Login`, extra: true, cell: ({ login }) => login },
    { id: "role", label: t`Role`, cell: ({ role }) => roleName(role) },
    // All of a clinic's people are of that clinic.
    ...(own
      ? []
      : [
          {
            id: "where",
            label: t`Where`,
            extra: true,
            cell: ({ clinic, regionCodes }: AccountRecord) => clinic?.name ?? regionCodes.map(regionName).join(", "),
          },
        ]),
    {
      id: "last",
      label: t`Last sign-in`,
      extra: true,
      cell: ({ lastSignInAt }) => (lastSignInAt ? sayMoment(lastSignInAt, language) : t`never`),
    },
    { id: "active", label: t`State`, cell: (row) => stateOf(row) },
  ];
}

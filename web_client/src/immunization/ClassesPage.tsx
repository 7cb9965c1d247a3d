import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { useNamed } from "../language/use-named";
import { CountLink } from "../parts/CountLink";
import { Empty } from "../parts/Empty";
import { type Filter, FilterBar } from "../parts/FilterBar";
import { yes } from "../parts/filters";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import { pageOf, useFilters } from "../parts/use-filters";
import { useMay, useSession } from "../session/viewer";
import { JoinForm, MoveUpForm, NewClassForm, RenameForm } from "./ClassForms";
import { Classes, type ClassRow } from "./classes-operations";
import classes from "./Immunization.module.css";
import { GROUP_KINDS } from "./names";

type Form = { what: "new" | "up" } | { what: "rename" | "join"; row: ClassRow };

/** Schools and kindergartens: who is vaccinated together. */
export function ClassesPage() {
  const { t } = useLingui();
  const named = useNamed();
  const clinicId = useSession().viewer.clinic?.id;
  const [filters] = useFilters();
  const [form, setForm] = useState<Form | null>(null);
  const mayPlan = useMay("PLAN_SESSION");
  const filter = { clinicId, kind: filters.kind as ClassRow["kind"] | undefined, closed: yes(filters.closed) ?? false };
  const [{ data, error }, ask] = useQuery({
    query: Classes,
    variables: { filter, ...pageOf(filters) },
    requestPolicy: "cache-and-network",
  });
  const rows = data?.organisedGroups.nodes;
  const close = () => setForm(null);
  const known: Filter[] = [
    { name: "kind", label: t`Kind`, options: named(GROUP_KINDS) },
    { name: "closed", label: t`Closed`, options: [{ value: "yes", label: t`yes` }] },
  ];
  const acts = mayPlan && (
    <>
      <Button variant="default" onClick={() => setForm({ what: "up" })}>{t`New school year`}</Button>
      <Button onClick={() => setForm({ what: "new" })}>{t`New class`}</Button>
    </>
  );
  return (
    <ListPage
      title={t`Classes and groups`}
      lead={t`Schools and kindergartens in which your clinic vaccinates. A number opens the children behind it.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<FilterBar filters={known} />}
      actions={acts}
    >
      <Table
        caption={t`Classes and groups`}
        columns={useColumns(mayPlan, setForm)}
        rows={rows}
        empty={<Empty title={t`No class yet`}>{t`Add one, then put children into it.`}</Empty>}
      />
      <Pager info={data?.organisedGroups.pageInfo} />
      {form?.what === "new" && <NewClassForm onClose={close} />}
      {form?.what === "up" && <MoveUpForm onClose={close} />}
      {form?.what === "rename" && <RenameForm row={form.row} onClose={close} />}
      {form?.what === "join" && <JoinForm row={form.row} onClose={close} />}
    </ListPage>
  );
}

function useColumns(mayPlan: boolean, setForm: (form: Form) => void): Column<ClassRow>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  return [
    { id: "name", label: t`School or kindergarten`, cell: ({ name }) => <strong>{name}</strong> },
    { id: "class", label: t`Class or group`, cell: ({ className }) => className },
    { id: "kind", label: t`Kind`, extra: true, cell: ({ kind }) => i18n._(GROUP_KINDS[kind]) },
    {
      id: "people",
      label: t`Children`,
      number: true,
      cell: ({ id, people }) => <CountLink count={people} search={{ group: id }} />,
    },
    {
      id: "acts",
      label: t`Action`,
      cell: (row) =>
        mayPlan &&
        !row.closed && (
          <span className={classes.row}>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => setForm({ what: "join", row })}
            >{t`Add a child`}</Button>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => setForm({ what: "rename", row })}
            >{t`Change`}</Button>
          </span>
        ),
    },
  ];
}

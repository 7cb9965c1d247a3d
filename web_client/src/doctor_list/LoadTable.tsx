import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { sayNumber } from "../language/numbers";
import { CountLink } from "../parts/CountLink";
import { RuleView } from "../parts/Rule";
import { Table } from "../parts/Table";
import classes from "../parts/Table.module.css";
import type { ListRow } from "./DoctorListsPage";
import { useListKind } from "./kinds";

interface Props {
  rows: readonly ListRow[] | undefined;
  sort: string;
  onSort(sort: string): void;
  empty: ReactNode;
}

export function LoadTable({ rows, sort, onSort, empty }: Props) {
  const { t } = useLingui();
  const kind = useListKind();
  return (
    <>
      <Table
        caption={t`Load of each doctor`}
        rows={rows}
        sort={sort}
        onSort={onSort}
        empty={empty}
        columns={[
          {
            id: "doctor",
            label: t`Doctor`,
            sort: "DOCTOR_NAME",
            cell: ({ doctor }) => <strong>{doctor.fullName}</strong>,
          },
          { id: "clinic", label: t`Clinic`, extra: true, cell: ({ clinic }) => clinic.name },
          { id: "kind", label: t`Kind`, extra: true, cell: (row) => kind(row.kind) },
          {
            id: "areas",
            label: t`Areas`,
            extra: true,
            cell: ({ areas }) => areas.map(({ number }) => number).join(", "),
          },
          {
            id: "people",
            label: t`People`,
            number: true,
            sort: "PEOPLE",
            cell: ({ id, people, clinic }) => (
              <CountLink count={people} search={{ list: id, clinic: clinic.id, staying: "yes" }} />
            ),
          },
          { id: "norm", label: t`Norm`, extra: true, number: true, cell: ({ norm }) => sayNumber(norm) },
          {
            id: "ratio",
            label: t`Load`,
            number: true,
            sort: "RATIO",
            cell: ({ ratio }) => `${Math.round(ratio * 100)} %`,
          },
          {
            id: "state",
            label: t`State`,
            extra: true,
            cell: ({ overNorm, room }) => (overNorm ? t`over the norm` : t`room for ${sayNumber(room)}`),
          },
        ]}
      />
      <div className={classes.below}>{rows?.[0] && <RuleView rule={rows[0].normRule} />}</div>
    </>
  );
}

import { useLingui } from "@lingui/react/macro";
import { shortDay } from "../language/dates";
import { sayIin, sayPhone } from "../language/numbers";
import table from "../parts/Table.module.css";
import { useSexName } from "./names";
import type { PersonRecord } from "./person";

/** The two records side by side; where they differ, it is said in words. */
export function MergeComparison({ survivor, merged }: { survivor: PersonRecord; merged: PersonRecord }) {
  const { t } = useLingui();
  const sexName = useSexName();
  const rows: [string, (person: PersonRecord) => string | null | undefined][] = [
    [t`Name`, ({ fullName }) => fullName],
    [t`IIN`, ({ iin, temporaryId }) => (iin ? sayIin(iin) : temporaryId)],
    [t`Birth date`, ({ birthDate }) => birthDate && shortDay(birthDate)],
    [t`Sex`, ({ sex }) => sexName(sex)],
    [t`Address`, ({ address }) => address?.line],
    [t`Phones`, ({ phones }) => phones.map(sayPhone).join(", ")],
    [t`Doctor`, ({ attachment }) => attachment?.doctor?.shortName],
  ];
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t`Field`}</th>
          <th scope="col">{t`Stays`}</th>
          <th scope="col">{t`Merged into it`}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, value]) => {
          const [kept, other] = [value(survivor), value(merged)];
          return (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{kept || "—"}</td>
              <td>
                {other || "—"} {kept !== other && <small>({t`differs`})</small>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

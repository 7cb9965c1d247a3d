import { useLingui } from "@lingui/react/macro";
import { sayNumber } from "../language/numbers";
import { CountLink } from "../parts/CountLink";
import type { ListRow } from "./DoctorListsPage";
import { useListKind } from "./kinds";
import classes from "./LoadChart.module.css";

/** One bar a doctor, all on one scale, the norm as a line; the number leads to the people. */
export function LoadChart({ rows }: { rows: readonly ListRow[] }) {
  const { t } = useLingui();
  const kind = useListKind();
  const full = Math.max(1.1, ...rows.map(({ ratio }) => ratio)) * 1.02;
  return (
    <ul className={classes.chart} aria-label={t`Load of each doctor`}>
      {rows.map((row) => {
        const rest = sayNumber(Math.abs(row.norm - row.people));
        return (
          <li key={row.id} className={classes.row}>
            <span className={classes.who}>
              {row.doctor.shortName}
              <small>
                {row.clinic.name} · {kind(row.kind)}
              </small>
            </span>
            <svg className={classes.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
              <rect className={classes.back} width={100 / full} height={10} />
              <rect
                className={row.overNorm ? classes.over : classes.within}
                width={(row.ratio / full) * 100}
                y={2}
                height={6}
              />
              <line className={classes.norm} x1={100 / full} x2={100 / full} y2={10} />
            </svg>
            <span className={`${classes.number} figures`}>
              <CountLink count={row.people} search={{ list: row.id, clinic: row.clinic.id, staying: "yes" }} />
              <small>
                {t`of ${sayNumber(row.norm)}`} · {row.overNorm ? t`${rest} over the norm` : t`room for ${rest}`}
              </small>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

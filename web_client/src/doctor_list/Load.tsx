import { useLingui } from "@lingui/react/macro";
import classes from "../attachment/AttachForm.module.css";
import { sayNumber } from "../language/numbers";

/** How full a doctor's list is: a bar against the norm, and the same in words. */
export function Load({ people, norm }: { people: number; norm: number }) {
  const { t } = useLingui();
  const over = people > norm;
  const rest = sayNumber(Math.abs(norm - people));
  return (
    <span className={classes.load}>
      <span className={classes.bar} data-over={over || undefined} aria-hidden>
        <span style={{ width: `${Math.min(100, (people / norm) * 100)}%` }} />
      </span>
      <small className="figures">
        {sayNumber(people)} / {sayNumber(norm)} · {over ? t`${rest} over the norm` : t`room for ${rest}`}
      </small>
    </span>
  );
}

import { Trans } from "@lingui/react/macro";
import classes from "./AttachForm.module.css";
import type { Options } from "./options";

type Reasons = Options["reasons"];
type Reason = Reasons[number]["reason"];

interface Props {
  reasons: Reasons;
  value: Reason | undefined;
  onChange(reason: Reason): void;
}

/** Reasons that are open today; a closed one says why it is closed. */
export function ReasonChoice({ reasons, value, onChange }: Props) {
  const sorted = [...reasons.filter(({ open }) => open), ...reasons.filter(({ open }) => !open)];
  return (
    <fieldset className={classes.group}>
      <legend>
        <Trans>Reason</Trans>
      </legend>
      <div className={classes.choices}>
        {sorted.map(({ reason, name, open, why }) => (
          <label key={reason} className={`${classes.choice} ${classes.wide}`} data-closed={!open || undefined}>
            <input
              type="radio"
              name="reason"
              value={reason}
              checked={value === reason}
              disabled={!open}
              onChange={() => onChange(reason)}
            />
            <span>
              {name}
              {why && <small>{why}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

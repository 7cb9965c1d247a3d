import { useLingui as useRuntime } from "@lingui/react";
import { Trans } from "@lingui/react/macro";
import { useId } from "react";
import classes from "./AttachForm.module.css";
import { END_REASONS } from "./names";

const GIVEN = ["LEFT_COUNTRY", "DEATH", "CONTRACT_ENDED", "COMMISSION_DECISION", "CLINIC_CLOSED", "ERROR"] as const;

export type EndReason = (typeof GIVEN)[number];

interface Props {
  value: EndReason | "";
  onChange(reason: EndReason): void;
  /** Only a temporary foreigner has a contract that ends. */
  temporary: boolean;
  error?: string;
}

export function EndReasonChoice({ value, onChange, temporary, error }: Props) {
  const { i18n } = useRuntime();
  const errorId = useId();
  const open = GIVEN.filter((reason) => reason !== "CONTRACT_ENDED" || temporary);
  return (
    <fieldset
      className={classes.group}
      aria-describedby={error ? errorId : undefined}
      data-wrong={error ? true : undefined}
    >
      <legend>
        <Trans>Why does the attachment end?</Trans>
      </legend>
      <div className={classes.choices}>
        {open.map((reason, index) => (
          <label key={reason} className={`${classes.choice} ${classes.wide}`}>
            <input
              type="radio"
              name="end-reason"
              value={reason}
              checked={value === reason}
              onChange={() => onChange(reason)}
              // biome-ignore lint/a11y/noAutofocus: the form was opened to choose here
              autoFocus={index === 0}
            />
            <span className={classes.word}>{i18n._(END_REASONS[reason])}</span>
          </label>
        ))}
      </div>
      {error && (
        <p id={errorId} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

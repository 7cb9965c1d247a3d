import { type ReactNode, useId } from "react";
import classes from "./Choices.module.css";

interface Props<Value extends string> {
  label: ReactNode;
  value?: Value | "";
  options: { value: Value; label: string }[];
  onChange?(value: Value): void;
  error?: ReactNode;
}

/** Two or three answers side by side: one key instead of an opened list. */
export function Choices<Value extends string>({ label, value, options, onChange, error }: Props<Value>) {
  const name = useId();
  const errorId = useId();
  return (
    <fieldset className={classes.group} aria-describedby={error ? errorId : undefined}>
      <legend>{label}</legend>
      <div className={classes.row}>
        {options.map((option) => (
          <label key={option.value} className={classes.choice}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange?.(option.value)}
            />
            {option.label}
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

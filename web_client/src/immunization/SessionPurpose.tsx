import { useLingui } from "@lingui/react/macro";
import { useNamed } from "../language/use-named";
import { Choices } from "../parts/Choices";
import { Notice } from "../parts/Notice";
import { PURPOSES } from "./names";
import classes from "./SessionPage.module.css";
import type { Step } from "./unsent";

export type Purpose = NonNullable<Step["purpose"]>;

interface Props {
  value: Purpose;
  onChange(value: Purpose): void;
}

/** On what grounds the doses from now on are given: those that an outbreak asks for move no routine one. */
export function SessionPurpose({ value, onChange }: Props) {
  const { t } = useLingui();
  const named = useNamed();
  return (
    <div className={classes.purpose}>
      <Choices label={t`On what grounds`} value={value} options={named(PURPOSES)} onChange={onChange} />
      {value === "EPIDEMIC" && (
        <Notice meaning="information">
          {t`Each dose from now on is recorded as given because of an epidemic and does not shift the routine ones. The reason is asked for each child.`}
        </Notice>
      )}
    </div>
  );
}

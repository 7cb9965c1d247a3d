import { useLingui } from "@lingui/react/macro";
import { IconUserCircle } from "@tabler/icons-react";
import classes from "./Frame.module.css";
import { RailFoot } from "./RailFoot";

/** On a telephone the foot of the rail stands behind one button at the top. */
export function PersonMenu() {
  const { t } = useLingui();
  return (
    <div className={classes.narrow}>
      <button type="button" className={classes.icon} popoverTarget="me" aria-label={t`Language, theme, sign out`}>
        <IconUserCircle size={24} stroke={1.75} aria-hidden />
      </button>
      <div id="me" popover="auto" className={classes.menu}>
        <RailFoot />
      </div>
    </div>
  );
}

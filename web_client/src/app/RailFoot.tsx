import { Trans, useLingui } from "@lingui/react/macro";
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRoleName } from "../account/role-names";
import { LanguageSwitch } from "../language/LanguageSwitch";
import { useSession } from "../session/viewer";
import classes from "./Frame.module.css";

/** Language, theme, and who is sitting here. */
export function RailFoot() {
  const { t } = useLingui();
  const { viewer, signOut } = useSession();
  const roleName = useRoleName();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = scheme === "dark" ? "light" : "dark";
  return (
    <div className={classes.foot}>
      <LanguageSwitch />
      <button type="button" className={classes.quiet} onClick={() => setColorScheme(other)}>
        {other === "dark" ? t`Dark theme` : t`Light theme`}
      </button>
      <Link to="/me" className={classes.person} title={t`My account`}>
        <strong>{viewer.name}</strong>
        <span>{roleName(viewer.role)}</span>
      </Link>
      <button type="button" className={classes.quiet} onClick={signOut}>
        <Trans>Sign out</Trans>
      </button>
    </div>
  );
}

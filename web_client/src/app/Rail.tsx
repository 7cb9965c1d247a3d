import { useLingui } from "@lingui/react/macro";
import { Link, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useSession } from "../session/viewer";
import classes from "./Frame.module.css";
import { placesOf } from "./places";
import { RailFoot } from "./RailFoot";

export function Rail() {
  const { t, i18n } = useLingui();
  const { viewer } = useSession();
  const places = useCurrentInView();
  return (
    <aside className={classes.rail} aria-label={t`Where you are`}>
      <p className={classes.clinic}>
        {viewer.clinic?.name ?? (viewer.role === "PATIENT" ? t`Emhana` : t`Social Health Insurance Fund`)}
        {!viewer.clinic && <small>{viewer.regions.map(({ name }) => name).join(", ")}</small>}
      </p>
      <nav aria-label={t`Places`}>
        <ul ref={places} className={classes.places}>
          {placesOf(viewer).map(({ to, name, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={classes.place}>
                <Icon size={18} stroke={1.75} aria-hidden />
                {i18n._(name)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <RailFoot />
    </aside>
  );
}

/** On a telephone the rail is wider than the screen: the place where one is must be seen. */
function useCurrentInView() {
  const list = useRef<HTMLUListElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    list.current?.querySelector('[data-status="active"]')?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);
  return list;
}

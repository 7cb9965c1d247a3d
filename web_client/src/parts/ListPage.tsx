import { type ReactNode, useEffect, useRef } from "react";
import type { CombinedError } from "urql";
import { Failed } from "./Failed";
import classes from "./ListPage.module.css";
import { useFilters } from "./use-filters";

interface Props {
  title: ReactNode;
  lead?: ReactNode;
  filters?: ReactNode;
  actions?: ReactNode;
  /** Stands in the place of the rows when they could not be read. */
  error?: CombinedError | undefined;
  onAgain?(options: { requestPolicy: "network-only" }): void;
  children: ReactNode;
}

/** A page that is one table: what it is, its filters, its rows. */
export function ListPage({ title, lead, filters, actions, error, onAgain, children }: Props) {
  const page = useTop();
  const again = () => onAgain?.({ requestPolicy: "network-only" });
  return (
    <div className={classes.page} ref={page}>
      <header className={classes.head}>
        <div>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {filters}
      <div className={classes.body} data-rows>
        {error ? <Failed error={error} onAgain={again} /> : children}
      </div>
    </div>
  );
}

/** Other rows are read from their first one; a person who opens beside them moves nothing. */
function useTop() {
  const page = useRef<HTMLDivElement>(null);
  const [{ person, open, view, ...rest }] = useFilters();
  const asked = JSON.stringify(rest);
  const shown = useRef(asked);
  useEffect(() => {
    if (shown.current === asked) return;
    shown.current = asked;
    page.current?.scrollIntoView({ block: "start" });
    page.current?.querySelector("[data-rows]")?.scrollTo({ top: 0 });
  }, [asked]);
  return page;
}

import type { ReactNode } from "react";
import type { CombinedError } from "urql";
import { Failed } from "./Failed";
import classes from "./ListPage.module.css";

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
  const again = () => onAgain?.({ requestPolicy: "network-only" });
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {filters}
      <div className={classes.body}>{error ? <Failed error={error} onAgain={again} /> : children}</div>
    </div>
  );
}

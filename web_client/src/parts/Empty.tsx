import type { ReactNode } from "react";
import classes from "./Empty.module.css";

/** An empty place teaches: what will be here, how it gets here, one action. */
export function Empty({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <h2 className={classes.title}>{title}</h2>
      {children && <p className={classes.words}>{children}</p>}
      {action}
    </div>
  );
}

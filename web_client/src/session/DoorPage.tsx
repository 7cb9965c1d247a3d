import type { ReactNode } from "react";
import { LanguageSwitch } from "../language/LanguageSwitch";
import classes from "./DoorPage.module.css";

interface Props {
  title: ReactNode;
  lead: ReactNode;
  /** Its words are told at once, also to who does not see them. */
  urgent?: boolean;
  children: ReactNode;
}

/** What stands before the house: its sign, the languages, one thing to do. */
export function DoorPage({ title, lead, urgent = false, children }: Props) {
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <header className={classes.head}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          <LanguageSwitch />
        </header>
        <div role={urgent ? "alert" : undefined}>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.lead}>{lead}</p>
        </div>
        {children}
      </div>
    </main>
  );
}

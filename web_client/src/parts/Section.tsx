import { type ReactNode, useId } from "react";
import classes from "./Section.module.css";

interface Props {
  title: ReactNode;
  aside?: ReactNode;
  /** Of its heading: 2 right under the page's own. */
  level?: 2 | 3;
  children: ReactNode;
}

/** A part of a page: a heading, a hairline, the content. */
export function Section({ title, aside, level = 3, children }: Props) {
  const Heading = `h${level}` as const;
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.section}>
      <header className={classes.head}>
        <Heading id={id} className={classes.title}>
          {title}
        </Heading>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** Facts as label and value. */
export function Facts({ rows }: { rows: [label: string, value: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value || "—"}</dd>
        </div>
      ))}
    </dl>
  );
}

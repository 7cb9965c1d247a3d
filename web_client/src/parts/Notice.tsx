import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconUrgent } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./Notice.module.css";

const ICONS = { good: IconCircleCheck, attention: IconAlertTriangle, urgent: IconUrgent, information: IconInfoCircle };

export type Meaning = keyof typeof ICONS;

interface Props {
  meaning: Meaning;
  title?: ReactNode;
  children?: ReactNode;
  /** Said aloud when it appears by itself. */
  live?: boolean;
}

/** One of the four meanings: always an icon and words, never colour alone. */
export function Notice({ meaning, title, children, live = false }: Props) {
  const Icon = ICONS[meaning];
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (live) notice.current?.scrollIntoView({ block: "nearest" });
  }, [live]);
  return (
    <div ref={notice} className={classes.notice} data-meaning={meaning} role={live ? "alert" : undefined}>
      <Icon size={18} stroke={1.75} aria-hidden className={classes.icon} />
      <div>
        {title && <p className={classes.title}>{title}</p>}
        {children && <div className={classes.words}>{children}</div>}
      </div>
    </div>
  );
}

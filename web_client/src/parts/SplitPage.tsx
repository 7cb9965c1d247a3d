import { useLingui } from "@lingui/react/macro";
import { IconChevronLeft } from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { useKey } from "../keys/use-key";
import classes from "./SplitPage.module.css";

interface Props {
  title: ReactNode;
  list: ReactNode;
  children: ReactNode;
  open: boolean;
  onClose(): void;
  /** Escape, where something stands before the list. */
  onBack?(): void;
  /** A table takes the whole width until something is open beside it. */
  wide?: boolean;
}

/** A list that keeps its place while the detail opens beside it; under 1100 px the detail slides over. */
export function SplitPage({ title, list, children, open, onClose, onBack = onClose, wide = false }: Props) {
  const { t } = useLingui();
  useKey({ code: "Escape" }, open && onBack);
  return (
    <div className={classes.page} data-open={open || undefined} data-wide={wide || undefined}>
      {!wide && <h1 className="hidden">{title}</h1>}
      <div className={classes.list}>{list}</div>
      {(open || !wide) && (
        <div className={classes.detail} data-pane>
          {open && (
            <button type="button" className={classes.back} onClick={onClose}>
              <IconChevronLeft size={18} stroke={1.75} aria-hidden />
              {t`Back to the list`}
            </button>
          )}
          {children}
        </div>
      )}
    </div>
  );
}

/** Another page or person in the pane is read from the top. */
export function Pane({ children }: { children: ReactNode }) {
  const pane = useRef<HTMLDivElement>(null);
  const shown = useRouterState({
    select: ({ location }) => location.pathname + ((location.search as { person?: string }).person ?? ""),
  });
  useEffect(() => {
    if (shown) void pane.current?.parentElement?.scrollTo({ top: 0 });
  }, [shown]);
  return (
    <div className={classes.pane} ref={pane}>
      {children}
    </div>
  );
}

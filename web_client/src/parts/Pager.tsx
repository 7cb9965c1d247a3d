import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { sayCount } from "../language/numbers";
import classes from "./ListPage.module.css";
import { useFilters } from "./use-filters";

interface Info {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

interface Props {
  info: Info | undefined;
  /** Counting is asked for, because it costs. */
  onCount?(): Promise<{ value: number; exact: boolean } | null>;
}

export function Pager({ info, onCount }: Props) {
  const { t } = useLingui();
  const [, set] = useFilters();
  const [count, setCount] = useState<string | null>(null);
  const ask = async () => {
    const answer = await onCount?.();
    setCount(answer ? sayCount(answer) : null);
  };
  if (!info) return null;
  const turns = info.hasPreviousPage || info.hasNextPage;
  return (
    <nav className={classes.pager} aria-label={t`Pages`}>
      {turns && (
        <>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!info.hasPreviousPage}
            onClick={() => set({ before: info.startCursor ?? undefined, after: undefined })}
          >
            <Trans>Back</Trans>
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!info.hasNextPage}
            onClick={() => set({ after: info.endCursor ?? undefined, before: undefined })}
          >
            <Trans>Further</Trans>
          </Button>
        </>
      )}
      {onCount && (
        <span aria-live="polite" className="figures">
          {count ? (
            t`Rows in all: ${count}`
          ) : (
            <Button size="compact-sm" variant="subtle" onClick={ask}>
              <Trans>Count the rows</Trans>
            </Button>
          )}
        </span>
      )}
    </nav>
  );
}

import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { sayCount } from "../language/numbers";
import classes from "./ListPage.module.css";
import type { Counting } from "./use-count";
import { useFilters } from "./use-filters";

export interface Info {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

interface Props {
  info: Info | undefined;
  counting?: Counting;
}

export function Pager({ info, counting }: Props) {
  const { t } = useLingui();
  const [, set] = useFilters();
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
      {counting && <RowCount key={counting.what} ask={counting.ask} />}
    </nav>
  );
}

function RowCount({ ask }: Pick<Counting, "ask">) {
  const { t } = useLingui();
  const [count, setCount] = useState<string | null>(null);
  const show = async () => {
    const found = await ask();
    setCount(found && sayCount(found));
  };
  return (
    <span aria-live="polite" className="figures">
      {count ? (
        t`Rows in all: ${count}`
      ) : (
        <Button size="compact-sm" variant="subtle" onClick={show}>
          <Trans>Count the rows</Trans>
        </Button>
      )}
    </span>
  );
}

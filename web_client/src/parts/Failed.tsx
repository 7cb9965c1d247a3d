import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { CombinedError } from "urql";
import { useFailureWords } from "../api/failure";
import { Empty } from "./Empty";

/** What could not be read, why, and the way on. */
export function Failed({ error, onAgain }: { error: CombinedError; onAgain(): void }) {
  const { t } = useLingui();
  const words = useFailureWords();
  return (
    <div role="alert">
      <Empty
        title={t`This could not be read`}
        action={<Button variant="default" onClick={onAgain}>{t`Try again`}</Button>}
      >
        {words(error)}
      </Empty>
    </div>
  );
}

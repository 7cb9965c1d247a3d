import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Notice } from "../parts/Notice";
import type { Draft } from "./use-draft";

/** Says that the form goes on from what was typed before, and offers to begin anew. */
export function DraftNotice({ draft, onStartAnew }: { draft: Draft; onStartAnew(): void }) {
  const [language] = useLanguage();
  if (!draft.restoredAt) return null;
  const savedAt = sayMoment(draft.restoredAt, language);
  const startAnew = () => {
    draft.startAnew();
    onStartAnew();
  };
  return (
    <Notice meaning="information">
      <Trans>Goes on from your draft of {savedAt}.</Trans>{" "}
      <Button size="compact-xs" variant="subtle" onClick={startAnew}>
        <Trans>Start anew</Trans>
      </Button>
    </Notice>
  );
}

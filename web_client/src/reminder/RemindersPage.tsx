import { useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import { useFilters } from "../parts/use-filters";
import { useMay } from "../session/viewer";
import { Ledger } from "./Ledger";
import { Notices } from "./Notices";
import { PreviewPage } from "./PreviewPage";

/** What families were told, and what they will be told on a day. */
export function RemindersPage() {
  const { t } = useLingui();
  const [{ view }, set] = useFilters();
  const views = useMay("PREVIEW_REMINDERS") && (
    <SegmentedControl
      size="xs"
      aria-label={t`What to show`}
      value={view ?? "ledger"}
      onChange={(next) => set({ view: next === "ledger" ? undefined : next, after: undefined, before: undefined })}
      data={[
        { value: "ledger", label: t`Ledger` },
        { value: "day", label: t`A day beforehand` },
        { value: "notices", label: t`To the clinic` },
      ]}
    />
  );
  if (view === "notices" && views) return <Notices views={views} />;
  return view === "day" && views ? <PreviewPage views={views} /> : <Ledger views={views} />;
}

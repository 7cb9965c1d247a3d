import { useEffect, useState, useSyncExternalStore } from "react";
import { currentEnds, type Ends, listen } from "./clock";

const IDLE_WARNING_MS = 120_000;
const LATEST_WARNING_MS = 300_000;

export type Soon = { because: "idle" | "latest"; at: number };

/** What is about to end the session, if anything. */
export function soonOf({ idle, latest }: Ends, now: number): Soon | null {
  if (latest - now <= LATEST_WARNING_MS) return { because: "latest", at: latest };
  if (idle - now <= IDLE_WARNING_MS) return { because: "idle", at: idle };
  return null;
}

/** Wakes when the warning is due and when the end is; `onEnd` asks the server, which may know better. */
export function useClock(signedIn: boolean, onEnd: () => void): Soon | null {
  const ends = useSyncExternalStore(listen, currentEnds);
  const [now, setNow] = useState(Date.now());

  useEffect(() => {
    if (!signedIn || !ends) return;
    const end = Math.min(ends.idle, ends.latest);
    const due = [ends.latest - LATEST_WARNING_MS, ends.idle - IDLE_WARNING_MS, end].filter((at) => at > Date.now());
    const next = due.length ? Math.min(...due) : Date.now() + 15_000;
    const wake = setTimeout(
      () => {
        setNow(Date.now());
        if (Date.now() >= end) onEnd();
      },
      next - Date.now() + 50,
    );
    return () => clearTimeout(wake);
  }, [signedIn, ends, now, onEnd]);

  return signedIn && ends ? soonOf(ends, Math.max(now, Date.now())) : null;
}

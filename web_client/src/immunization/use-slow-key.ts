import { useLayoutEffect, useRef } from "react";
import { isTyping } from "../keys/use-key";
import { LOT_GAP_MS } from "./use-lot-scanner";

/** A letter pressed by a hand: it acts only when no other key follows at once, so that a scanner's burst does nothing. */
export function useSlowKeys(acts: Record<string, (() => void) | undefined>): void {
  const latest = useRef(acts);
  latest.current = acts;
  useLayoutEffect(() => {
    let pause = 0;
    let last = 0;
    const listen = (event: KeyboardEvent) => {
      clearTimeout(pause);
      const inBurst = event.timeStamp - last < LOT_GAP_MS;
      last = event.timeStamp;
      if (inBurst || event.repeat || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      if (document.querySelector('[aria-modal="true"]')) return;
      const { code } = event;
      if (latest.current[code]) pause = window.setTimeout(() => latest.current[code]?.(), LOT_GAP_MS);
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => {
      clearTimeout(pause);
      window.removeEventListener("keydown", listen, { capture: true });
    };
  }, []);
}

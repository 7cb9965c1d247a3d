import { useLayoutEffect, useRef } from "react";
import { grow, NO_BURST, readScan, SCAN_PAUSE } from "./burst";
import { physicalCharacter, setNatively } from "./physical";

type Field = HTMLInputElement | HTMLTextAreaElement;

const fieldOf = (target: EventTarget | null): Field | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;

/** A scan typed anywhere goes to `onScan`; the field that it fell into gets back what it held before. */
export function useScanner(onScan: (text: string) => void): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  // Before the browser paints: a key works from the first moment that its page can be seen.
  useLayoutEffect(() => {
    let burst = NO_BURST;
    let before: { field: Field; value: string } | null = null;
    let pause = 0;

    const finish = () => {
      const scan = readScan(burst);
      burst = NO_BURST;
      if (!scan) return;
      if (before) setNatively(before.field, before.value);
      latest.current(scan);
    };

    const listen = (event: KeyboardEvent) => {
      const character = event.ctrlKey || event.altKey || event.metaKey ? "" : physicalCharacter(event);
      if (!character) return;
      const field = fieldOf(event.target);
      const next = grow(burst, character, event.timeStamp);
      if (next.text.length === 1) before = field && { field, value: field.value };
      burst = next;
      clearTimeout(pause);
      if (character === "\n" && burst.text.length > 12) {
        event.preventDefault();
        event.stopPropagation();
      }
      if (burst.text.length >= 12) pause = window.setTimeout(finish, SCAN_PAUSE);
    };

    window.addEventListener("keydown", listen, { capture: true });
    return () => {
      clearTimeout(pause);
      window.removeEventListener("keydown", listen, { capture: true });
    };
  }, []);
}

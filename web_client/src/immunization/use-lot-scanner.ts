import { useLayoutEffect, useRef } from "react";
import { NO_BURST, readScan } from "../keys/burst";
import { physicalCharacter, setNatively } from "../keys/physical";
import { type LotCode, readLotCode } from "./lot-code";

/** Wider than for identity cards: a busy machine must not cut off the beginning of a series. */
export const LOT_GAP_MS = 120;

const fieldOf = (target: EventTarget | null) => (target instanceof HTMLInputElement ? target : null);

/** A box's code scanned anywhere on the page, ended by Enter as scanners end it; identity cards go their own way. */
export function useLotScanner(onLot: (code: LotCode) => void): void {
  const latest = useRef(onLot);
  latest.current = onLot;
  useLayoutEffect(() => {
    let burst = NO_BURST;
    let before: { field: HTMLInputElement; value: string } | null = null;
    const listen = (event: KeyboardEvent) => {
      const character = event.ctrlKey || event.altKey || event.metaKey ? "" : physicalCharacter(event);
      if (!character) return;
      if (character !== "\n") {
        const field = fieldOf(event.target);
        const goesOn = event.timeStamp - burst.last <= LOT_GAP_MS;
        burst = { text: goesOn ? burst.text + character : character, last: event.timeStamp };
        if (burst.text.length === 1) before = field && { field, value: field.value };
        return;
      }
      const whole = event.timeStamp - burst.last <= LOT_GAP_MS ? burst : NO_BURST;
      burst = NO_BURST;
      const code = whole.text.length >= 4 && !readScan(whole) ? readLotCode(whole.text) : null;
      if (!code) return;
      event.preventDefault();
      event.stopPropagation();
      if (before) setNatively(before.field, before.value);
      latest.current(code);
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, []);
}

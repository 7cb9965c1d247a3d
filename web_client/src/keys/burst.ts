/**
 * A card reader is a keyboard that types faster than any hand. Keys that follow each other within `GAP_MS` are one burst;
 * a burst that reads as an IIN or as a card's machine-readable zone is a scan. What is too fast for a hand already may
 * stumble: readers without a wire and busy computers do.
 */
const GAP_MS = 35;
const STUMBLE_MS = 120;
const NO_HAND = 6;
const PAUSE_MS = 140;

const IIN = /^\d{12}$/;
const ZONE = /^[A-Z0-9<\n]{90,96}$/;

export interface Burst {
  text: string;
  last: number;
}

export const NO_BURST: Burst = { text: "", last: 0 };

export function grow(burst: Burst, character: string, at: number): Burst {
  const goesOn = at - burst.last <= (burst.text.length >= NO_HAND ? STUMBLE_MS : GAP_MS);
  return { text: goesOn ? burst.text + character : character, last: at };
}

/** What was scanned, without its line ends; null when it was a hand, or something else. */
export function readScan({ text }: Burst): string | null {
  const trimmed = text.replace(/\n+$/, "");
  if (IIN.test(trimmed)) return trimmed;
  const zone = trimmed.replace(/\n/g, "");
  return ZONE.test(zone) && zone.includes("<<") ? zone : null;
}

export const SCAN_PAUSE = PAUSE_MS;

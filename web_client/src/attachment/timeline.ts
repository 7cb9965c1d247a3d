/** Where the bars and years of a history stand on a line of `width`; pure, so that it is tested without a browser. */
export interface Span {
  startsOn: string;
  endsOn: string | null;
}

/** Undone, or replaced before its first day: it is on record, and nobody was ever attached by it. */
export function neverHeld({ startsOn, endsOn }: Span): boolean {
  return endsOn !== null && endsOn <= startsOn;
}

const DAY = 86_400_000;
const at = (day: string) => Date.parse(day) / DAY;

export interface Scale {
  x(day: string): number;
  years: number[];
}

export function scaleOf(spans: Span[], today: string, width: number): Scale {
  const starts = spans.map(({ startsOn }) => at(startsOn));
  const ends = spans.map(({ endsOn }) => at(endsOn ?? today));
  const first = Math.min(...starts, at(today) - 365);
  const last = Math.max(...starts, ...ends, at(today));
  const room = Math.max(last - first, 1);
  const x = (day: string) => ((at(day) - first) / room) * width;
  return { x, years: yearsBetween(first, last, width) };
}

/** As many years as can be read: one label needs about 44 pixels. */
function yearsBetween(first: number, last: number, width: number): number[] {
  const from = new Date(first * DAY).getUTCFullYear() + 1;
  const to = new Date(last * DAY).getUTCFullYear();
  const step = [1, 2, 5, 10, 20].find((one) => (to - from + 1) / one <= width / 44) ?? 50;
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index).filter(
    (year) => year % step === 0,
  );
}

/** About how wide a label of the drawing is: Inter at 12 px, half of it bold. */
export function textWidth(text: string): number {
  return text.length * 7.1;
}

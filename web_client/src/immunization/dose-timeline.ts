/** Where doses of one vaccine group stand on a line of years; pure, so that it is tested without a browser. */
import type { Forecast, JudgedDose } from "./record";

export interface Mark {
  on: string;
  kind: "counts" | "wasted" | "due" | "overdue" | "held";
}

export interface Lane {
  group: string;
  name: string;
  marks: Mark[];
}

/** A lane for each group that has a dose or awaits one. */
export function lanesOf(doses: JudgedDose[], forecasts: Forecast[], today: string): Lane[] {
  const lanes = forecasts.map((forecast): Lane => {
    const past = doses.flatMap(({ givenOn, verdicts }): Mark[] => {
      const mine = verdicts.filter(({ vaccineGroup }) => vaccineGroup === forecast.vaccineGroup);
      if (!mine.length) return [];
      const counts = mine.some(({ judgement }) => judgement === "VALID");
      return [{ on: givenOn, kind: counts ? "counts" : "wasted" }];
    });
    return { group: forecast.vaccineGroup, name: forecast.name, marks: [...past, ...comingOf(forecast, today)] };
  });
  return lanes.filter(({ marks }) => marks.length);
}

function comingOf(forecast: Forecast, today: string): Mark[] {
  if (forecast.status !== "NOT_COMPLETE" || !forecast.dueOn) return [];
  if (forecast.obstacles.length) return [{ on: forecast.actOn ?? forecast.dueOn, kind: "held" }];
  return [{ on: forecast.dueOn, kind: isOverdue(forecast, today) ? "overdue" : "due" }];
}

export function isOverdue({ pastDueOn }: Pick<Forecast, "pastDueOn">, today: string): boolean {
  return pastDueOn !== null && pastDueOn < today;
}

const DAY = 86_400_000;
const at = (day: string) => Date.parse(day) / DAY;

/** From the first mark, or a year before today, to the last, with a little room on both sides. */
export function scaleOfLanes(lanes: Lane[], today: string, from: number, to: number) {
  const days = [...lanes.flatMap(({ marks }) => marks.map(({ on }) => at(on))), at(today)];
  const first = Math.min(...days, at(today) - 365);
  const last = Math.max(...days, at(today) + 180);
  const room = Math.max(last - first, 1);
  const x = (day: string) => from + ((at(day) - first) / room) * (to - from);
  const start = new Date(first * DAY).getUTCFullYear() + 1;
  const end = new Date(last * DAY).getUTCFullYear();
  const step = [1, 2, 5, 10, 20].find((one) => (end - start + 1) / one <= (to - from) / 44) ?? 50;
  const years = Array.from({ length: Math.max(end - start + 1, 0) }, (_, index) => start + index);
  return { x, years: years.filter((year) => year % step === 0) };
}

import { expect, test } from "vitest";
import { lanesOf, scaleOfLanes } from "./dose-timeline";
import type { Forecast, JudgedDose } from "./record";

const forecast = (given: Partial<Forecast>): Forecast =>
  ({
    vaccineGroup: "Polio",
    name: "Polio",
    status: "NOT_COMPLETE",
    dueOn: null,
    pastDueOn: null,
    actOn: null,
    obstacles: [],
    ...given,
  }) as unknown as Forecast;

const dose = (givenOn: string, judgement: string): JudgedDose =>
  ({ givenOn, verdicts: [{ vaccineGroup: "Polio", judgement }] }) as unknown as JudgedDose;

test("a dose stands in the lane of its group, and an invalid one is told apart", () => {
  const [lane] = lanesOf([dose("2026-01-01", "VALID"), dose("2026-01-05", "NOT_VALID")], [forecast({})], "2026-11-25");
  expect(lane?.marks.map(({ kind }) => kind)).toEqual(["counts", "wasted"]);
});

test("what comes is due, overdue or held", () => {
  const kinds = (given: Partial<Forecast>) =>
    lanesOf([], [forecast({ dueOn: "2026-10-01", ...given })], "2026-11-25")[0]?.marks[0]?.kind;
  expect(kinds({})).toBe("due");
  expect(kinds({ pastDueOn: "2026-11-24" })).toBe("overdue");
  expect(kinds({ pastDueOn: "2026-11-25" })).toBe("due");
  expect(kinds({ obstacles: ["REFUSED"] })).toBe("held");
});

test("a group without a dose and without a date has no lane", () => {
  expect(lanesOf([], [forecast({ status: "AGED_OUT", dueOn: "2026-10-01" })], "2026-11-25")).toEqual([]);
});

test("time runs from the first mark to the last, today always within", () => {
  const lanes = lanesOf([dose("2020-01-01", "VALID")], [forecast({ dueOn: "2030-01-01" })], "2026-11-25");
  const { x } = scaleOfLanes(lanes, "2026-11-25", 100, 500);
  expect(x("2020-01-01")).toBe(100);
  expect(x("2030-01-01")).toBe(500);
  expect(x("2026-11-25")).toBeGreaterThan(x("2020-01-01"));
});

import { expect, test } from "vitest";
import { neverHeld, scaleOf } from "./timeline";

const spans = [
  { startsOn: "2016-01-01", endsOn: "2021-01-01" },
  { startsOn: "2021-01-01", endsOn: null },
];

test("one period ends where the next begins, and the open one reaches today", () => {
  const { x } = scaleOf(spans, "2026-01-01", 1000);
  expect(x("2016-01-01")).toBe(0);
  expect(x("2026-01-01")).toBe(1000);
  expect(x("2021-01-01")).toBeCloseTo(500, -1);
});

test("years thin out on a narrow page", () => {
  expect(scaleOf(spans, "2026-01-01", 1000).years).toHaveLength(10);
  expect(scaleOf(spans, "2026-01-01", 200).years.length).toBeLessThanOrEqual(5);
});

test("an attachment that starts later than today stays on the drawing", () => {
  const later = [...spans, { startsOn: "2027-01-01", endsOn: null }];
  expect(scaleOf(later, "2026-11-22", 1000).x("2027-01-01")).toBeLessThanOrEqual(1000);
});

test("what was undone ends on the day on which it would have begun", () => {
  const undone = { startsOn: "2026-11-27", endsOn: "2026-11-27" };
  expect([...spans, undone].map(neverHeld)).toEqual([false, false, true]);
});

import { expect, test } from "vitest";
import { comingAttachment, type PersonRecord } from "./person";

const TODAY = "2026-11-26";

function withLatest(startsOn?: string, endsOn: string | null = null): PersonRecord {
  return { latest: { nodes: startsOn ? [{ id: "a", startsOn, endsOn }] : [] } } as unknown as PersonRecord;
}

test("what begins tomorrow is told today", () => {
  expect(comingAttachment(withLatest("2026-11-27"), TODAY)?.id).toBe("a");
  expect(comingAttachment(withLatest("2026-11-27", "2027-01-01"), TODAY)?.id).toBe("a");
});

test("what has begun, was taken back or is not there does not come", () => {
  expect(comingAttachment(withLatest(TODAY), TODAY)).toBeUndefined();
  expect(comingAttachment(withLatest("2026-11-27", "2026-11-27"), TODAY)).toBeUndefined();
  expect(comingAttachment(withLatest(), TODAY)).toBeUndefined();
});

import { expect, test } from "vitest";
import { add, givenBy, nextOf, type Step, settle, takeBack, toKeep, update, withoutOld } from "./unsent";

const by = (key: string) => ({ login: "nurse", key, at: "2026-11-25T05:00:00Z" });
const give = (patientId: string) => ({
  sessionId: "s",
  patientId,
  what: "GIVE" as const,
  outcome: "GIVEN" as const,
  lotId: "l",
});
const given = (key: string, patientId = "p"): Step[] => add([], give(patientId), by(key));

test("steps go in the order in which they were done, each with its own key", () => {
  const steps = add(add([], give("p"), by("1")), give("q"), by("2"));
  expect(nextOf(steps, "nurse")?.key).toBe("1");
  expect(nextOf(settle(steps, "1", { done: { at: "x" } }), "nurse")?.key).toBe("2");
});

test("what an outbreak asked for stays so over a reload and until it is sent", () => {
  const kept = JSON.parse(JSON.stringify(toKeep(add([], { ...give("p"), purpose: "EPIDEMIC" }, by("1"))))) as Step[];
  expect(givenBy(kept[0] as Step)).toMatchObject({
    patientId: "p",
    lotId: "l",
    purpose: "EPIDEMIC",
    givenAt: by("1").at,
  });
  expect(givenBy(given("2")[0] as Step).purpose).toBe("ROUTINE");
});

test("another nurse's steps are not sent", () => {
  expect(nextOf(given("1"), "other")).toBeUndefined();
});

test("a step that never left is forgotten when it is taken back", () => {
  const [last] = given("1");
  expect(takeBack(given("1"), last as Step, by("2"))).toEqual([]);
});

test("a dose that may have arrived is undone after it, with what the answer says", () => {
  const tried = update(given("1"), "1", { tried: true });
  const steps = takeBack(tried, tried[0] as Step, by("2"));
  expect(steps.map(({ what }) => what)).toEqual(["GIVE", "UNDO"]);
  const [, undo] = settle(steps, "1", { done: { at: "x", doseId: "d", version: 3 } });
  expect(undo).toMatchObject({ doseId: "d", version: 3, of: undefined });
});

test("the undo of a dose that was refused is not sent", () => {
  const tried = update(given("1"), "1", { tried: true });
  const steps = takeBack(tried, tried[0] as Step, by("2"));
  const after = settle(steps, "1", { refused: { code: "LOT_EXPIRED", message: "m", advice: [] } });
  expect(after.map(({ key }) => key)).toEqual(["1"]);
});

test("a refusal stops nobody else", () => {
  const steps = add(given("1"), give("q"), by("2"));
  const after = settle(steps, "1", { refused: { code: "LOT_EMPTY", message: "m", advice: [] } });
  expect(nextOf(after, "nurse")?.key).toBe("2");
});

test("words of the server are not kept on the machine", () => {
  const after = settle(given("1"), "1", { refused: { code: "X", message: "about somebody", advice: ["why"] } });
  expect(JSON.stringify(toKeep(after))).not.toContain("somebody");
  expect(toKeep(after)[0]?.refused?.code).toBe("X");
});

test("an acknowledged step stands in for the row for a minute", () => {
  const done = settle(given("1"), "1", { done: { at: "2026-11-25T05:00:00Z" } });
  expect(withoutOld(done, Date.parse("2026-11-25T05:00:30Z"))).toHaveLength(1);
  expect(withoutOld(done, Date.parse("2026-11-25T05:02:00Z"))).toHaveLength(0);
});

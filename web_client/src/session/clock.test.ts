import { expect, test } from "vitest";
import { readEnds } from "./clock";
import { soonOf } from "./use-clock";

const MINUTE = 60_000;

test("what the server says becomes two moments of this machine's clock", () => {
  expect(readEnds("idle=890, latest=43000", 1_000)).toEqual({ idle: 891_000, latest: 43_001_000 });
  expect(readEnds(null, 0)).toBeNull();
  expect(readEnds("idle=soon", 0)).toBeNull();
});

test("nobody is warned while there is time", () => {
  expect(soonOf({ idle: 3 * MINUTE, latest: 60 * MINUTE }, 0)).toBeNull();
});

test("two minutes before an idle end, and five before the last one, there is a warning", () => {
  expect(soonOf({ idle: 2 * MINUTE, latest: 60 * MINUTE }, 0)).toEqual({ because: "idle", at: 2 * MINUTE });
  expect(soonOf({ idle: 5 * MINUTE, latest: 5 * MINUTE }, 0)).toEqual({ because: "latest", at: 5 * MINUTE });
});

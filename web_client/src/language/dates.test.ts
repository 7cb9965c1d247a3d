import { expect, test } from "vitest";
import { dayIn, readDay, sayDay, sayNearDay } from "./dates";
import { sayIin, sayNumber, sayPhone } from "./numbers";

test("a day of this year is said without the year", () => {
  expect(sayDay("2026-11-22", "kk", "2026-01-01")).toBe("22 қараша");
  expect(sayDay("2018-03-03", "kk", "2026-01-01")).toBe("2018 жылғы 3 наурыз");
  expect(sayDay("2018-03-03", "ru", "2026-01-01")).toBe("3 марта 2018 г.");
});

test("near days have names", () => {
  expect(sayNearDay("2026-11-22", "kk", "2026-11-22")).toBe("бүгін");
  expect(sayNearDay("2026-11-29", "kk", "2026-11-22")).toBe("29 қараша, жексенбі");
  expect(sayNearDay("2026-11-29", "en", "2026-11-22")).toBe("Sunday 29 November");
});

test("the day is Kazakhstan's, not the browser's", () => {
  expect(dayIn("2026-11-21T19:30:00Z")).toBe("2026-11-22");
  expect(dayIn("2026-11-21T18:30:00Z")).toBe("2026-11-21");
});

test("a typed day is read only when it exists", () => {
  expect(readDay("29.02.2024")).toBe("2024-02-29");
  expect(readDay("29.02.2023")).toBeNull();
  expect(readDay("22.11")).toBeNull();
});

test("numbers are grouped as on paper", () => {
  expect(sayNumber(40874)).toBe("40\u00a0874");
  expect(sayIin("850101100002")).toBe("850101 100 002");
  expect(sayPhone("+77012345678")).toBe("+7 701 234 56 78");
});

import { expect, test } from "vitest";
import { isCalled } from "./commands";

test("a page is found by the beginnings of its words, in any order", () => {
  expect(isCalled("Access journal audit log журнал доступ", "жур")).toBe(true);
  expect(isCalled("Access journal audit log журнал доступ", "log acc")).toBe(true);
  expect(isCalled("Access journal audit log журнал доступ", "рнал")).toBe(false);
  expect(isCalled("Access journal", "")).toBe(false);
});

test("Kazakh letters are found from a Russian keyboard, and ё as е", () => {
  expect(isCalled("Қолжеткізу журналы", "колжет")).toBe(true);
  expect(isCalled("тёмная тема", "темн")).toBe(true);
});

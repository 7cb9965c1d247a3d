import { expect, test } from "vitest";
import { digitOf } from "./physical";

const pressed = (code: string, key: string, shiftKey = false) =>
  digitOf({ code, key, shiftKey, ctrlKey: false, altKey: false, metaKey: false });

test("the keys of digits are digits under a Kazakh layout", () => {
  expect([..."әіңғүұқ"].map((key, at) => pressed(`Digit${"2345890"[at]}`, key))).toEqual([..."2345890"]);
});

test("what the layout types as a digit is left to it", () => {
  expect(pressed("Digit4", "4")).toBeNull();
});

test("the letter of a house stays a letter", () => {
  expect([pressed("KeyF", "а"), pressed("Comma", "Б"), pressed("Backslash", "/", true)]).toEqual([null, null, null]);
});

test("with Shift the row of digits types the layout's letter", () => {
  expect(pressed("Digit2", "Ә", true)).toBeNull();
});

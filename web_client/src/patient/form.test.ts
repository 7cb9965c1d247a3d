import { expect, test } from "vitest";
import { EMPTY_FORM, fromCard, phonesOf, toInput } from "./form";

test("a phone is understood however it is written", () => {
  for (const written of ["+7 701 234 56 78", "8 (701) 234-56-78", "7012345678", "77012345678"])
    expect(phonesOf(written)).toEqual(["+77012345678"]);
});

test("an empty form sends no address and no phone", () => {
  const input = toInput(EMPTY_FORM);
  expect(input.address).toBeNull();
  expect(input.phones).toEqual([]);
});

test("an IIN leaves no reason for being without one", () => {
  const input = toInput({ ...EMPTY_FORM, iin: "850101 100 002", withoutIin: "NEWBORN", birthDate: "01.01.1885" });
  expect(input).toMatchObject({ iin: "850101100002", withoutIin: null, birthDate: "1885-01-01" });
});

test("a scanned card fills only what it says", () => {
  expect(fromCard({ iin: "850101100002", birthDate: "1885-01-01", sex: null })).toEqual({
    iin: "850101100002",
    birthDate: "01.01.1885",
  });
});

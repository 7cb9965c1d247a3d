import { expect, test } from "vitest";
import { EMPTY_FORM, fieldOf, fromCard, phonesOf, toInput } from "./form";

test("a phone is understood however it is written", () => {
  for (const written of ["+7 701 234 56 78", "8 (701) 234-56-78", "7012345678", "77012345678"])
    expect(phonesOf([written])).toEqual(["+77012345678"]);
});

test("every phone is kept, and an empty field is none", () => {
  expect(phonesOf(["+7 701 234 56 78", " ", "8 727 391 02 91"])).toEqual(["+77012345678", "+77273910291"]);
});

test("what is no phone stays as typed, for the server to say what is wrong", () => {
  expect(phonesOf(["12", "нет"])).toEqual(["12", "нет"]);
});

test("a mother is named for a newborn without an IIN only", () => {
  const form = { ...EMPTY_FORM, motherId: "UGF0aWVudDox" };
  expect(toInput({ ...form, withoutIin: "NEWBORN" }).motherId).toBe("UGF0aWVudDox");
  expect(toInput({ ...form, withoutIin: "FOREIGNER" }).motherId).toBeNull();
  expect(toInput({ ...form, withoutIin: "NEWBORN", iin: "850101100002" }).motherId).toBeNull();
});

test("a problem stands at the field that was typed into", () => {
  expect(fieldOf(["input", "phones", "1"])).toBe("phones.1");
  expect(fieldOf(["address", "house"])).toBe("house");
  expect(fieldOf(["motherId"])).toBe("motherId");
  expect(fieldOf(["override", "reason"])).toBe("iin");
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

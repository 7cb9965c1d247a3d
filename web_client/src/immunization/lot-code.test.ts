import { expect, test } from "vitest";
import { readLotCode } from "./lot-code";

test("a GS1 code gives its series and its last day", () => {
  expect(readLotCode("010460123456789317270826101A-77")).toEqual({ series: "1A-77", expiresOn: "2027-08-26" });
  expect(readLotCode("]D2010460123456789317280200103-01283")).toEqual({ series: "3-01283", expiresOn: "2028-02-29" });
});

test("a printed series is read as it is", () => {
  expect(readLotCode("03-01283")).toEqual({ series: "03-01283", expiresOn: null });
});

test("words are not a series", () => {
  expect(readLotCode("ГЕКСАКСИМ")).toBeNull();
  expect(readLotCode("ABCD")).toBeNull();
});

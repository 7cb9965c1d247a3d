import { expect, test } from "vitest";
import { type Burst, grow, NO_BURST, readScan } from "./burst";
import { physicalCharacter } from "./physical";

const typed = (text: string, gap: number): Burst =>
  [...text].reduce((burst, character, index) => grow(burst, character, 1000 + index * gap), NO_BURST);

const ZONE = "IDKAZ0123456784850101100002<<<\n8501019M3001012KAZ<<<<<<<<<<<8\nAKHMETOV<<GALYMZHAN<<<<<<<<<<<\n";

test("an IIN from a reader is a scan", () => {
  expect(readScan(typed("850101100002\n", 8))).toBe("850101100002");
});

test("an IIN typed by hand is not a scan", () => {
  expect(readScan(typed("850101100002\n", 120))).toBeNull();
});

test("the three lines of a card are one scan", () => {
  expect(readScan(typed(ZONE, 8))).toHaveLength(90);
});

test("fast text that is neither is left alone", () => {
  expect(readScan(typed("Ахметов\n", 8))).toBeNull();
});

test("a reader under a Kazakh layout is still read as digits", () => {
  expect(physicalCharacter({ code: "Digit2", shiftKey: false, key: "ә" })).toBe("2");
  expect(physicalCharacter({ code: "Comma", shiftKey: true, key: "Б" })).toBe("<");
});

test("a reader that stumbles in the middle of a card is still a reader", () => {
  let at = 1000;
  const stumbling = [...ZONE].reduce((burst, character, index) => {
    at += index % 20 === 19 ? 100 : 8;
    return grow(burst, character, at);
  }, NO_BURST);
  expect(readScan(stumbling)).toHaveLength(90);
});

test("a hand that begins fast and goes on is no reader", () => {
  let at = 1000;
  const hand = [..."850101100002\n"].reduce((burst, character, index) => {
    at += index < 5 ? 30 : 110;
    return grow(burst, character, at);
  }, NO_BURST);
  expect(readScan(hand)).toBeNull();
});

/** A person of another clinic is found by the whole IIN, refused with the rule and the way on, and then moved. */
import assert from "node:assert/strict";
import { enter, LOGINS, open } from "./browser.mjs";

const FROM = "registrar9";
const TO = "registrar17";

async function iinOfSomebody() {
  const page = await open();
  LOGINS.HERE = { ...LOGINS.REGISTRAR, login: FROM };
  await enter(page, "HERE");
  await page.getByRole("combobox").first().fill("алия");
  await page.getByRole("option").first().waitFor();
  const rows = await page.getByRole("option").allInnerTexts();
  const adult = rows.find((row) => /\d{6} \d{3} \d{3}/.test(row) && / [3-6]\d жас/.test(row));
  assert.ok(adult, "somebody of the clinic has an IIN");
  await page.context().close();
  return /\d{6} \d{3} \d{3}/.exec(adult)[0].replaceAll(" ", "");
}

export default async function walk() {
  const iin = await iinOfSomebody();
  const page = await open();
  LOGINS.THERE = { ...LOGINS.REGISTRAR, login: TO };
  await enter(page, "THERE");
  await page.getByRole("combobox").first().fill(iin);
  await page.getByRole("option").filter({ hasText: "№ 9 қалалық емхана" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("group", { name: "Дәрігер" }).waitFor();
  await page.locator("main form button[type=submit]").click();
  await page.getByRole("alert").filter({ hasText: "Ереже: ҚР ДСМ-194/2020" }).waitFor();
  await page.getByLabel(/Үйге шақырудан бас тартады/).check();
  await page.locator("main form button[type=submit]").click();
  await page.getByText(/күнінен бастап тіркелді/).waitFor();
}

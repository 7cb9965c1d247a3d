/** A card reader types into whatever is open, under a Kazakh layout; the person opens and the field is as it was. */
import assert from "node:assert/strict";
import { enter, newIin, open, settled } from "./browser.mjs";

/** What the row of digits types in the Kazakh layout. */
const KAZAKH = { 1: '"', 2: "ә", 3: "і", 4: "ң", 5: "ғ", 6: ",", 7: ".", 8: "ү", 9: "ұ", 0: "қ" };

/** Twelve keys in a burst, as the browser reports them. */
async function scan(page, digits) {
  await page.evaluate(([text, layout]) => {
    const target = document.activeElement ?? document.body;
    for (const digit of text)
      target.dispatchEvent(new KeyboardEvent("keydown", { code: `Digit${digit}`, key: layout[digit], bubbles: true, cancelable: true }));
    target.dispatchEvent(new KeyboardEvent("keydown", { code: "Enter", key: "Enter", bubbles: true, cancelable: true }));
  }, [digits, KAZAKH]);
}

/** A phone typed by hand, as slowly as people do: the keys of the digits are digits. */
async function byHand() {
  const page = await open();
  await enter(page, "REGISTRAR", "desk/new");
  const phone = page.getByLabel("Телефон", { exact: true });
  await phone.focus();
  for (const digit of "7015556677") {
    await phone.dispatchEvent("keydown", { code: `Digit${digit}`, key: KAZAKH[digit] });
    await page.waitForTimeout(120);
  }
  assert.equal(await phone.inputValue(), "7015556677");
}

/** Over a form on a telephone the box still says what is wrong with the IIN, and the form stays. */
async function misread() {
  const page = await open({ width: 390, height: 844 });
  await enter(page, "REGISTRAR", "desk/new");
  await settled(page); // a draft that was left here is in the form by now
  const family = page.getByLabel("Тегі");
  await family.fill("Жартылай");
  const iin = newIin("1903-03-08", true);
  const wrong = iin.slice(0, 11) + ((Number(iin[11]) + 1) % 10);
  const said = page.getByText(/ЖСН-нің бақылау саны сәйкес келмейді/);
  await page.getByRole("combobox").first().fill(wrong);
  await said.waitFor();
  await family.focus();
  await said.waitFor({ state: "detached" });
  await scan(page, wrong);
  await said.waitFor();
  assert.equal(await family.inputValue(), "Жартылай", "what was typed stays");
}

/** On a telephone the steps of a person take one row; the rarer ones stand behind the second button. */
async function oneRowOfSteps(iin) {
  const page = await open({ width: 390, height: 844 });
  await enter(page, "REGISTRAR");
  await scan(page, iin);
  const steps = page.getByRole("region", { name: "Келесі қадам" });
  await steps.waitFor();
  const tops = await steps.locator("> *").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  assert.equal(new Set(tops).size, 1, `one row: ${tops}`);
  await steps.getByRole("button", { name: "Тағы" }).click();
  await page.getByRole("menuitem", { name: "Жазбаны түзету" }).click();
  await page.waitForURL(/\/correct$/);
}

export default async function walk() {
  await misread();
  await byHand();
  const page = await open();
  await enter(page, "REGISTRAR");
  await page.keyboard.press("Slash");
  await page.keyboard.type("алия");
  const first = page.getByRole("option").first();
  await first.waitFor();
  const [name, iin] = [await first.locator("span span").first().innerText(), /\d{6} \d{3} \d{3}/.exec(await first.innerText())?.[0]];
  assert.ok(iin, "the first person found has an IIN");

  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("KeyN");
  const family = page.getByLabel("Тегі");
  await family.fill("Жартылай");
  await family.focus();
  await scan(page, iin.replaceAll(" ", ""));
  await page.getByRole("heading", { level: 2, name }).waitFor();
  await settled(page);
  await oneRowOfSteps(iin.replaceAll(" ", ""));
}

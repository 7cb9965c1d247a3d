/** Escape is one step back at a time: the list, the field, the form; what was typed is there when the form is opened again. */
import assert from "node:assert/strict";
import { accessible, ADDRESS, enter, open, settled } from "./browser.mjs";

/** What the row of digits types in the Kazakh layout. */
const KAZAKH = { 1: '"', 2: "ә", 5: "ғ" };

const isIn = (field) => field.evaluate((element) => element === document.activeElement);

/** Leaves the field, then the form, as quickly as a hand can. */
async function leave(page, field, form) {
  assert.ok(await isIn(field));
  await page.keyboard.press("Escape");
  assert.ok(!(await isIn(field)), "the first one leaves the field");
  assert.match(page.url(), form, "and not the form");
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !form.test(url.href));
  await field.waitFor({ state: "detached" });
}

async function startAnew(page) {
  await settled(page);
  const anew = page.getByRole("button", { name: "Басынан бастау" });
  if (await anew.isVisible()) await anew.click();
}

async function aNewPerson(page) {
  await page.goto(`${ADDRESS}desk/new`);
  await startAnew(page);
  const house = page.getByLabel("Үй", { exact: true });
  await page.getByLabel("Тегі").fill("Сынақбаева");
  await house.focus();
  for (const digit of "125") await house.dispatchEvent("keydown", { code: `Digit${digit}`, key: KAZAKH[digit] });
  await page.keyboard.type("а/2");
  assert.equal(await house.inputValue(), "125а/2");

  const citizenship = page.getByRole("combobox", { name: "Азаматтығы" });
  await citizenship.click();
  const list = page.getByRole("listbox");
  await list.waitFor();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await leave(page, citizenship, /desk\/new$/);

  await page.keyboard.press("KeyN");
  await page.getByText("Сақталған нобайыңыз").waitFor();
  assert.equal(await house.inputValue(), "125а/2");
  await startAnew(page);
}

/** What is typed last in each form of a person, and how the form is found. */
const FORMS = {
  correct: (page) => page.getByLabel("Неге түзетіледі?"),
  merge: (page) => page.getByLabel(/қайдан білесіз/),
  detach: (page) => page.getByLabel("Ескертпе"),
};

async function formsOfAPerson(page) {
  await page.keyboard.press("Slash");
  await page.keyboard.type("алия");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/desk\/[^/]+$/);
  const card = page.url().split("?")[0];
  for (const [form, fieldOf] of Object.entries(FORMS)) {
    await page.goto(`${card}/${form}`);
    await startAnew(page);
    const field = fieldOf(page);
    await field.fill(`Жартылай: ${form}`);
    await leave(page, field, new RegExp(`/${form}$`));
    await page.goBack();
    await page.getByText("Сақталған нобайыңыз").waitFor();
    assert.equal(await field.inputValue(), `Жартылай: ${form}`);
    await page.reload();
    await page.getByText("Сақталған нобайыңыз").waitFor();
    assert.equal(await field.inputValue(), `Жартылай: ${form}`, "also on another computer");
    if (form === "correct") await accessible(page, form);
    await startAnew(page);
    assert.equal(await field.inputValue(), "");
  }
}

/** A choice is no typing, so there the key leaves at once; what was chosen is kept all the same. */
async function anotherDoctor(page) {
  const card = page.url().replace(/\/[^/]+$/, "");
  await page.goto(`${card}/attach`);
  await startAnew(page);
  const doctor = page.getByRole("radio").nth(1);
  await doctor.check();
  await page.keyboard.press("Escape");
  await page.waitForURL(card);
  await doctor.waitFor({ state: "detached" });
  await page.goBack();
  await page.getByText("Сақталған нобайыңыз").waitFor();
  assert.ok(await doctor.isChecked());
  await startAnew(page);
}

export default async function walk() {
  const page = await open();
  await enter(page, "REGISTRAR");
  await aNewPerson(page);
  await formsOfAPerson(page);
  await anotherDoctor(page);
}

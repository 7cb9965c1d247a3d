/** An auditor reads masked rows, follows a number to its people, reveals one with a reason and exports exactly the list. */
import assert from "node:assert/strict";
import { open, settled, signIn } from "./browser.mjs";

const INITIALS = /^(\p{Lu}\. ?)+$/u;

export default async function walk() {
  const page = await open({ language: "ru" });
  await signIn(page, "AUDITOR");
  await page.getByRole("heading", { name: "Организации", level: 1 }).waitFor();
  await page.locator("tbody tr").nth(1).waitFor();

  for (const [word, heading] of [["рұқсат", "Права"], ["clinics", "Организации"]]) {
    await page.keyboard.press("Slash");
    await page.keyboard.type(word);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
  }
  await page.locator("tbody tr").nth(1).waitFor();

  const number = page.locator("tbody tr").first().locator("td[data-number] a");
  const people = (await number.innerText()).replace(/\D/g, "");
  await number.click();
  await page.getByRole("heading", { name: "Люди", level: 1 }).waitFor();
  await page.getByRole("button", { name: /Убрать фильтр «Организация»/ }).waitFor();
  await settled(page);
  const names = await page.locator("tbody tr td:first-child").allInnerTexts();
  const row = names.findIndex((name) => INITIALS.test(name));
  assert.ok(row >= 0, `the auditor sees initials, not ${names[0]}`);

  for (let step = 0; step <= row; step += 1) await page.keyboard.press("KeyJ");
  await page.keyboard.press("Enter");
  await page.getByText("Личные данные скрыты").waitFor();
  await page.getByRole("button", { name: "Открыть личные данные" }).click();
  await page.getByLabel("Для чего нужны личные данные?").fill("Проверка жалобы пациента на приписки");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText(/Личные данные открыты до/).waitFor();
  await page.getByText("Личные данные скрыты").waitFor({ state: "detached" });
  const revealed = await page.locator("header h2").innerText();
  assert.doesNotMatch(revealed, INITIALS, "the revealed record has a name");

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Посчитать строки" }).click();
  const counted = (await page.getByText(/Всего строк: /).innerText()).replace(/\D/g, "");
  assert.equal(counted, people, "behind the clinic's number are exactly so many people");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Выгрузить в Excel" }).click(),
  ]);
  assert.match(file.suggestedFilename(), /\.xlsx$/);
  const said = (await page.getByText(/Строк в файле: /).innerText()).replace(/\D/g, "");
  assert.equal(said, counted, "the file has as many rows as the list");

  const rows = page.locator("[data-rows]");
  await rows.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await page.getByRole("button", { name: "Дальше" }).click();
  await page.waitForURL(/after=/);
  await settled(page);
  assert.equal(await rows.evaluate((list) => list.scrollTop), 0, "the next page is read from its first row");
}

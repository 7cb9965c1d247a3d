/** A newborn is registered with the mother's address and family tie in one step; the wrong tie is ended again. */
import assert from "node:assert/strict";
import { enter, open, settled } from "./browser.mjs";

const today = () => new Intl.DateTimeFormat("ru-RU", { timeZone: "Asia/Almaty", day: "2-digit", month: "2-digit", year: "numeric" }).format(new Date());

export default async function walk() {
  const page = await open();
  await enter(page, "REGISTRAR");
  await page.getByRole("link", { name: "Жаңа адам енгізу" }).click();
  // Whoever sat here before may have left a draft.
  await settled(page);
  const empty = page.getByRole("button", { name: "Басынан бастау" });
  if (await empty.isVisible()) await empty.click();
  await page.getByLabel("Неге ЖСН жоқ?").first().click();
  await page.getByRole("option", { name: "жаңа туған нәресте" }).click();

  const mother = page.getByLabel("Анасы").first();
  await mother.fill("ахметова әлия");
  await page.getByRole("option").first().waitFor();
  await mother.press("ArrowDown");
  await mother.press("Enter");
  await page.getByText("анасының жазбасынан алынды").waitFor();
  const name = await mother.inputValue();
  await page.waitForFunction(() => [...document.querySelectorAll("main form input")].some(({ value }) => value === "Алматы"));
  assert.match(await page.locator('[name="phone-0"]').inputValue(), /^\+7 7/, "the mother's phone is taken over");

  const given = `Нәресте${[..."абвгдежзик"].sort(() => Math.random() - 0.5).slice(0, 5).join("")}`;
  await page.getByLabel("Тегі").fill("Сынақов");
  await page.getByLabel("Аты", { exact: true }).fill(given);
  await page.getByLabel("Туған күні").fill(today());
  await page.getByRole("radio", { name: "ер" }).check();
  await page.locator("main form button[type=submit]").click();

  await page.getByRole("group", { name: "Дәрігер" }).waitFor();
  await page.getByRole("link", { name: "Қазір емес" }).click();
  await page.getByText("Уақытша нөмір").waitFor();
  await settled(page);
  const top = await page.locator("[data-pane]").evaluate((pane) => pane.scrollTop);
  assert.equal(top, 0, "after the long form the card is read from its top");
  await page.getByRole("link", { name }).waitFor();

  await page.getByRole("button", { name: new RegExp(`^Туыстық байланысты аяқтау: анасы · ${name}`) }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Туыстық байланысты аяқтау" }).click();
  await page.getByText("Аяқталған байланыстар").waitFor();
}

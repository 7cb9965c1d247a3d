/** Who left the country is detached by key, refused without a reason, and taken back; a death closes the record. */
import assert from "node:assert/strict";
import { enter, open } from "./browser.mjs";

export default async function walk() {
  const page = await open({ language: "ru" });
  const key = page.keyboard;
  await enter(page, "REGISTRAR");
  await key.press("Slash");
  await key.type("алия");
  await page.getByRole("option").filter({ hasText: "участок" }).last().click();
  await page.getByRole("link", { name: "Открепить" }).waitFor();
  await page.getByRole("heading", { level: 2 }).first().waitFor();

  await page.getByRole("heading", { level: 2 }).first().click();
  await key.press("KeyD");
  const why = page.getByRole("group", { name: "Почему завершается прикрепление?" });
  await why.waitFor();
  await why.getByRole("radio").first().focus();
  await key.press("Escape");
  await why.waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 2 }).first().click();
  await key.press("KeyD");
  await why.waitFor();
  await page.locator("main form button[type=submit]").focus();
  await key.press("Enter");
  await page.getByText("Выберите причину.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("type")), "radio", "the mistake has the focus");

  await key.press("Space");
  await page.locator("main form button[type=submit]").focus();
  await key.press("Enter");
  await page.getByText(/Нигде не прикреплён/).waitFor();
  const ended = page.getByText("выехал за границу навсегда");
  await ended.first().waitFor();
  await page.locator("main section").getByRole("button", { name: "Отменить" }).last().focus();
  await key.press("Enter");
  await page.getByRole("link", { name: "Открепить" }).waitFor();
  await page.getByText(/Нигде не прикреплён/).waitFor({ state: "detached" });
}

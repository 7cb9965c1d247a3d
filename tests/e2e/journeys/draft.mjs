/** The server goes away while somebody registers: what was typed meanwhile is there in the next tab. */
import assert from "node:assert/strict";
import { enter, open, settled } from "./browser.mjs";

export default async function walk() {
  const page = await open();
  await enter(page, "REGISTRAR", "desk/new");
  await settled(page);
  const startEmpty = page.getByRole("button", { name: "Басынан бастау" });
  if (await startEmpty.isVisible()) await startEmpty.click();

  let away = true;
  const tried = new Promise((resolve) => {
    void page.route("**/graphql", (route) => {
      if (!away) return route.continue();
      if (route.request().postData()?.includes("SaveDraft")) resolve();
      return route.abort("connectionrefused");
    });
  });
  const givenName = `Ұлбосын${Date.now()}`;
  await page.getByLabel("Тегі").fill("Сынақбаева");
  await page.getByLabel("Аты", { exact: true }).fill(givenName);
  await tried;
  away = false;
  await page.waitForResponse((response) => response.ok() && response.request().postData()?.includes("SaveDraft"));

  await page.reload();
  await settled(page);
  await page.waitForFunction((name) => [...document.querySelectorAll("input")].some(({ value }) => value === name), givenName);
  assert.equal(await page.getByLabel("Тегі").inputValue(), "Сынақбаева");
}

/** The session ends while somebody types: they sign in over the form, and what was typed is still there. */
import assert from "node:assert/strict";
import { journey, LOGINS, newIin, open, signIn } from "./browser.mjs";

await journey(async () => {
  const page = await open({ language: "en" });
  await signIn(page, "REGISTRAR");
  await page.keyboard.press("KeyN");
  await page.getByLabel("Family name").fill("Kept");
  const cookies = await page.context().cookies();
  await page.context().clearCookies();

  await page.getByRole("textbox", { name: "IIN", exact: true }).fill(newIin("1904-05-06", false));
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.waitFor();
  assert.ok(cookies.length > 0);
  await dialog.getByRole("textbox", { name: "Password" }).fill(LOGINS.REGISTRAR.password);
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Family name").inputValue(), "Kept");
  await page.waitForFunction(() => document.querySelector('input[value="06.05.1904"]'));
});

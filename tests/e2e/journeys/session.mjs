/**
 * Before a session ends there is a warning, and one key keeps it. When it ends nevertheless while somebody types, they
 * sign in over the form, and what was typed is still there.
 */
import assert from "node:assert/strict";
import { accessible, LOGINS, newIin, open, settled, signIn } from "./browser.mjs";

/**
 * Only the page's clock jumps, the server's does not: an answer to what a slow page still asks would tell of a whole
 * session more, and there would be no warning. Requests wait until they are released.
 */
async function held(page) {
  const routes = [];
  let released = false;
  await page.route("**/graphql", (route) => (released ? route.continue() : routes.push(route)));
  return async () => {
    released = true;
    for (const route of routes) await route.continue();
  };
}

export default async function walk() {
  const page = await open({ language: "en" });
  await page.clock.install();
  await signIn(page, "REGISTRAR");
  await settled(page);
  const release = await held(page);
  await page.clock.fastForward("13:30");
  const warning = page.getByRole("region", { name: "The session ends soon" });
  await warning.getByText("Nothing was done here for a while").waitFor();
  await accessible(page, "the warning");
  await warning.getByRole("button", { name: "Stay signed in" }).focus();
  await page.keyboard.press("Enter");
  await release();
  await warning.waitFor({ state: "detached" });
  const asked = page.waitForResponse((answer) => answer.request().postData()?.includes("StillHere") ?? false);
  await page.clock.fastForward("15:10");
  await asked;
  assert.equal(await page.getByRole("dialog").count(), 0, "the server says that the session holds");

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
}

/** A registrar finds nobody, registers a person and attaches them: every step by key. */
import assert from "node:assert/strict";
import { newIin, open, signIn } from "./browser.mjs";

export default async function walk() {
  const page = await open();
  const key = page.keyboard;
  await signIn(page, "REGISTRAR");

  const givenName = `Ұлбосын${[..."абвгдежзик"].sort(() => Math.random() - 0.5).slice(0, 5).join("")}`;
  const iin = newIin("1903-03-08", true);
  await key.press("Slash");
  await key.type(iin);
  await page.getByRole("option", { name: "Жаңа адам енгізу" }).waitFor();
  await key.press("Enter");
  await page.getByRole("heading", { name: "Жаңа адам" }).waitFor();

  const field = page.getByRole("textbox", { name: "ЖСН", exact: true });
  await field.waitFor();
  assert.equal((await field.inputValue()).replaceAll(/\D/g, ""), iin, "the IIN that was searched for is in the form");
  const born = page.getByLabel("Туған күні");
  await page.waitForFunction((label) => document.querySelector(`input[value="${label}"]`), "08.03.1903");
  assert.equal(await born.inputValue(), "08.03.1903", "the birth date is filled in from the IIN");
  assert.ok(await page.getByRole("radio", { name: "әйел" }).isChecked(), "so is the sex");

  await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
  const to = async (label) => {
    for (let step = 0; step < 40; step += 1) {
      const focused = await page.evaluate(() => document.activeElement?.labels?.[0]?.textContent ?? "");
      if (focused.trim() === label) return;
      await key.press("Tab");
    }
    throw new Error(`No field ${label} by Tab`);
  };
  await to("Тегі");
  await key.type("Сынақбаева");
  await to("Аты");
  await key.type(givenName);
  await to("Көше");
  await key.type("Төле би");
  await key.press("Enter");

  await page.getByRole("group", { name: "Дәрігер" }).waitFor();
  await page.getByRole("heading", { name: `Сынақбаева ${givenName}` }).waitFor();
  const waiver = page.getByLabel(/Үйге шақырудан бас тартады/);
  if (await waiver.isVisible()) {
    await to("Үйге шақырудан бас тартады");
    await key.press("Space");
  }
  await page.locator("button[type=submit]").focus();
  await key.press("Enter");
  await page.getByText(/дәрігеріне .* күнінен бастап тіркелді/).waitFor();
  await page.getByRole("heading", { name: "Тіркелу тарихы" }).waitFor();
  await page.getByRole("img", { name: /қазір/ }).waitFor();

  await key.press("Escape");
  await key.press("Slash");
  await key.press("Escape");
  await page.getByRole("heading", { name: "Соңғы әрекеттер" }).waitFor();
  const own = page.getByRole("listitem").filter({ hasText: givenName }).filter({ hasText: "Емханаға тіркелді" });
  await own.first().getByRole("button", { name: "Қайтару" }).focus();
  await key.press("Enter");
  await page.getByText("Қайтарып алынды.").waitFor();
}

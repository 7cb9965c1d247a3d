/**
 * Every page of a role in every language, light and dark, wide and on a telephone: nothing untranslated, nothing
 * inaccessible, nothing sideways. A page is opened once; its language, theme and width change where it stands.
 */
import assert from "node:assert/strict";
import { accessible, ADDRESS, enter, open, resize, settled, speak } from "./browser.mjs";

const PAGES = {
  NOBODY: [],
  REGISTRAR: ["desk", "desk/new", "attachments", "lists"],
  NURSE: ["due", "sessions", "classes", "lots", "vaccine-plan", "coverage"],
  AUDITOR: ["clinics", "people", "attachments", "refusals", "lists", "lists?view=table", "permissions"],
  PATIENT: ["mine"],
  CLINIC_ADMIN: ["people", "accounts", "accounts?open=new", "permissions", "journal", "me"],
};
const THEN = { REGISTRAR: card, NURSE: immunization };
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
/** What a page is read out as depends on its language, its colours on theme and width alone: English has the same ones. */
const LOOKS = [
  { language: "kk", theme: "light", sizes: [NARROW, WIDE] },
  { language: "ru", theme: "dark", sizes: [NARROW] },
  { language: "en", theme: "dark", sizes: [NARROW, WIDE], without: ["color-contrast"] },
];

export default async function walk(role) {
  const page = await open(LOOKS[0]);
  const look = looks(page);
  if (role === "NOBODY") return signInPage(page, look);
  await enter(page, role);
  await settled(page);
  for (const path of PAGES[role]) {
    await go(page, `/${path}`);
    await look(`${path} as ${role}`);
  }
  await THEN[role]?.(page, look);
}

/** As a link within the client does: what stood there is gone, and what comes has arrived. */
async function go(page, path) {
  const before = await page.evaluate(() => document.querySelector("main#main").innerText);
  const there = new URL(path, ADDRESS).href;
  if (page.url() !== there) {
    await page.evaluate((to) => history.pushState(null, "", to), there);
    await page.waitForFunction((text) => document.querySelector("main#main").innerText !== text, before);
  }
  await settled(page);
}

/** Looks at what is open in every way, beginning with the language in which the last page was left. */
function looks(page) {
  const order = [...LOOKS];
  return async (where) => {
    await settled(page);
    for (const { language, theme, sizes, without } of order) {
      await speak(page, language);
      await page.emulateMedia({ colorScheme: theme });
      for (const size of sizes) {
        await resize(page, size);
        await settled(page);
        await fits(page, `${where}, ${language}, ${size.width}`, language);
      }
      await accessible(page, `${where}, ${language}, ${theme}, ${sizes.at(-1).width}`, without);
    }
    order.reverse();
  };
}

async function fits(page, where, language) {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(sideways <= 0, `${where} scrolls sideways by ${sideways}`);
  if (language === "en") return;
  const english = await page.evaluate(() => document.body.innerText.match(/\b(the|and|of|not|is|was|for|with)\b/gi));
  assert.equal(english, null, `${where} still speaks English: ${english}`);
}

async function signInPage(page, look) {
  await page.goto(ADDRESS);
  await page.locator("form button[type=submit]").waitFor();
  await look("sign-in");
}

/** A child's immunization with the form of a dose, and the first session. */
async function immunization(page, look) {
  await go(page, "/due?age=small");
  await page.locator("main tbody strong").first().click();
  await page.locator("main h4").first().waitFor();
  await look("due with a person");
  await page.locator("section button[data-variant=filled]").first().click();
  await page.locator('[role="dialog"] form').waitFor();
  await look("dose form");
  await go(page, "/sessions");
  await page.locator("main tbody a").first().click();
  await page.locator("main ol > li").first().waitFor();
  await look("session");
}

/** The card and the attachment form of the first person found. */
async function card(page, look) {
  await go(page, "/desk");
  const search = page.getByRole("combobox").first();
  await search.fill("галымжан");
  await page.getByRole("option").first().waitFor();
  await look("search results");
  await search.press("Enter");
  await page.locator("main header h2").waitFor();
  await look("card");
  const person = page.url();
  for (const step of ["attach", "detach", "correct", "merge"]) {
    await go(page, `${person}/${step}`);
    await page.locator("main form").waitFor();
    await look(step);
  }
}

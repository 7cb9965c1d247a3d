/** Every page in one language, both themes, wide and narrow: nothing untranslated, nothing inaccessible, nothing sideways. */
import assert from "node:assert/strict";
import { accessible, ADDRESS, journey, open, settled, signIn } from "./browser.mjs";

const [language] = process.argv.slice(2);
const PAGES = {
  REGISTRAR: ["desk", "desk/new", "attachments", "lists"],
  NURSE: ["due", "sessions", "classes", "lots", "vaccine-plan", "coverage"],
  AUDITOR: ["clinics", "people", "attachments", "refusals", "lists", "lists?view=table", "permissions"],
  PATIENT: ["mine"],
  CLINIC_ADMIN: ["people", "accounts", "accounts?open=new", "permissions", "journal", "me"],
};
const WIDE = { theme: "light", width: 1280 };
const NARROW = { theme: "dark", width: 390, height: 844 };
const LOOKS = { kk: [WIDE, NARROW], ru: [NARROW], en: [WIDE] }[language];

async function check(page, where) {
  await settled(page);
  await accessible(page, where);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(sideways <= 0, `${where} scrolls sideways by ${sideways}`);
  if (language === "en") return;
  const english = await page.evaluate(() => document.body.innerText.match(/\b(the|and|of|not|is|was|for|with)\b/gi));
  assert.equal(english, null, `${where} still speaks English: ${english}`);
}

await journey(async () => {
  for (const look of LOOKS) await Promise.all(Object.entries(PAGES).map(([role, paths]) => read(role, paths, look)));
});

async function read(role, paths, look) {
  const page = await open({ language, ...look });
  await page.goto(ADDRESS);
  await page.locator("form button[type=submit]").waitFor();
  await check(page, `sign-in ${look.theme}`);
  await signIn(page, role);
  for (const path of paths) {
    await page.goto(`${ADDRESS}${path}`);
    await page.locator("main#main").waitFor();
    await check(page, `${path} as ${role}, ${language}, ${look.theme}, ${look.width}`);
  }
  if (role === "REGISTRAR") await card(page, look);
  if (role === "NURSE") await immunization(page, look);
  await page.context().close();
}

/** A child's immunization with the form of a dose, and the first session. */
async function immunization(page, look) {
  await page.goto(`${ADDRESS}due?age=small`);
  await page.locator("main tbody strong").first().click();
  await page.locator("main h4").first().waitFor();
  await check(page, `due with a person, ${language}, ${look.theme}`);
  await page.locator("section button[data-variant=filled]").first().click();
  await page.locator('[role="dialog"] form').waitFor();
  await check(page, `dose form, ${language}, ${look.theme}`);
  await page.goto(`${ADDRESS}sessions`);
  await page.locator("main tbody a").first().click();
  await page.locator("main ol > li").first().waitFor();
  await check(page, `session, ${language}, ${look.theme}`);
}

/** The card and the attachment form of the first person found. */
async function card(page, look) {
  await page.goto(`${ADDRESS}desk`);
  const search = page.getByRole("combobox").first();
  await search.fill("галымжан");
  await page.getByRole("option").first().waitFor();
  await check(page, `search results, ${language}, ${look.theme}`);
  await search.press("Enter");
  await page.locator("main header h2").waitFor();
  await check(page, `card, ${language}, ${look.theme}`);
  const person = page.url();
  for (const step of ["attach", "detach", "correct", "merge"]) {
    await page.goto(`${person}/${step}`);
    await page.locator("main form").waitFor();
    await check(page, `${step}, ${language}, ${look.theme}`);
  }
}

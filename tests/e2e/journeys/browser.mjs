/** A real Chromium against the real server: what every journey needs. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { saveFilms } from "./film.mjs";

const CLIENT = new URL("../../../web_client/", import.meta.url);
const require = createRequire(new URL("package.json", CLIENT));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core"), "utf8");
const TRUSTED = JSON.parse(readFileSync(new URL("dist/documents.json", CLIENT), "utf8"));

export const ADDRESS = process.env.EMHANA_ADDRESS;
export const LOGINS = JSON.parse(process.env.EMHANA_LOGINS);
/** How many times slower than this machine the browser's is: a journey must not depend on it. */
const SLOWNESS = Number(process.env.EMHANA_SLOWNESS ?? 1);

/** No screen is looked at: what a graphics card would do is not done in software, and nothing moves. */
const HOW = { executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] };
const QUIET = 100;
const PHONE = 500;

let browser;
const troubles = [];
/** What each page has asked for and not got, and when it was last seen asking. */
const asking = new WeakMap();

export async function open({ language = "kk", theme = "light", width = 1280, height = 900 } = {}) {
  const touch = width < PHONE;
  const looks = { viewport: { width, height }, colorScheme: theme, hasTouch: touch, isMobile: touch, reducedMotion: "reduce" };
  const context = await browser.newContext(looks);
  await context.addInitScript(([code]) => !location.protocol.startsWith("http") || localStorage.getItem("emhana.language") || localStorage.setItem("emhana.language", code), [language]);
  context.on("page", watch);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000 * SLOWNESS);
  if (SLOWNESS > 1) {
    const tools = await context.newCDPSession(page);
    await tools.send("Emulation.setCPUThrottlingRate", { rate: SLOWNESS });
  }
  return page;
}

function watch(page) {
  const asks = { open: new Set(), last: 0 };
  asking.set(page, asks);
  const answered = (request) => {
    asks.open.delete(request);
    asks.last = Date.now();
  };
  page.on("pageerror", (error) => troubles.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    asks.open.add(request);
    refuseUntrusted(request);
  });
  page.on("requestfinished", answered).on("requestfailed", answered);
}

/** In production a browser may run only the documents of the build: each one sent must be among them. */
function refuseUntrusted(request) {
  if (!request.url().endsWith("/graphql") || request.method() !== "POST") return;
  const { query } = JSON.parse(request.postData() ?? "{}");
  const known = createHash("sha256").update(query).digest("hex") in TRUSTED;
  if (!known) troubles.push(`A document that the build did not register: ${query.slice(0, 80)}`);
}

/** Signs in by hand and waits for the first page of the role. */
export async function signIn(page, role, address = ADDRESS) {
  const { login, password } = LOGINS[role];
  await page.goto(address);
  await page.getByLabel(/^(Логин|Login)$/).fill(login);
  await page.getByLabel(/^(Құпиясөз|Пароль|Password)$/).fill(password);
  await page.keyboard.press("Enter");
  await page.locator("main#main").waitFor();
}

const SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }";

/** A page of somebody who has signed in before: how that goes by hand has journeys of its own. */
export async function enter(page, role, path = "", address = ADDRESS) {
  const { login, password } = LOGINS[role];
  const { signIn } = await ask(page, SIGN_IN, { input: { login, password } }, address);
  assert.equal(signIn.__typename, "SignedIn", login);
  await page.goto(`${address}${path}`);
  await page.locator("main#main").waitFor();
}

/** Asks the API with the page's own session. */
export async function ask(page, query, variables = {}, address = ADDRESS) {
  const headers = { "X-Emhana-Client": "web" };
  const answer = await page.request.post(`${address}graphql`, { headers, data: { query, variables } });
  const { data, errors } = await answer.json();
  assert.equal(errors, undefined);
  return data;
}

/** Python of the system under test, with what it has installed. */
export function python(program, ...words) {
  return execFileSync(process.env.EMHANA_PYTHON, ["-c", program, ...words], { encoding: "utf8" });
}

/** What only time or another machine would do, past every rule and trigger. */
export function sql(statement) {
  const run = "import psycopg, sys\nwith psycopg.connect(sys.argv[1]) as c: c.execute('set session_replication_role = replica'); c.execute(sys.argv[2])";
  python(run, process.env.EMHANA_OWNER_URL, statement);
}

/** `26.11.2026`, so many days from now, as a form asks for it; days are Kazakhstan's. */
export function writtenDay(days) {
  const day = new Date(Date.now() + days * 86_400_000);
  const said = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Almaty", day: "2-digit", month: "2-digit", year: "numeric" });
  return said.format(day).replaceAll("/", ".");
}

/** Whatever the page asked for is there and drawn, and it asks for nothing more. */
export async function settled(page) {
  await page.waitForLoadState();
  const asks = asking.get(page);
  const until = Date.now() + 30_000 * SLOWNESS;
  for (;;) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
    const left = Math.max(asks.last + QUIET - Date.now(), asks.open.size && QUIET);
    if (left <= 0) return;
    assert.ok(Date.now() < until, `${page.url()} still waits for ${[...asks.open].map((request) => request.url())}`);
    await page.waitForTimeout(left);
  }
}

/** By the page's own switch, which is there behind a dialog and in a folded rail as well. */
export async function speak(page, language) {
  if ((await page.getAttribute("html", "lang")) === language) return;
  const told = page.waitForResponse((answer) => answer.request().postData()?.includes("query Me") ?? false);
  await page.locator(`button[lang=${language}]`).first().dispatchEvent("click");
  await page.locator(`html[lang=${language}]`).waitFor();
  await told;
  await settled(page);
}

/** The page where it stands, as a telephone or a table of another size would show it. */
export async function resize(page, { width, height = 844 }) {
  const tools = await page.context().newCDPSession(page);
  const mobile = width < PHONE;
  await tools.send("Emulation.setTouchEmulationEnabled", { enabled: mobile });
  await tools.send("Emulation.setDeviceMetricsOverride", { width, height, mobile, deviceScaleFactor: 1 });
}

/** Nothing that a screen reader or a keyboard would stumble over. */
export async function accessible(page, where, without = []) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const { violations } = await page.evaluate((but) => globalThis.axe.run(document, { resultTypes: ["violations"], rules: but }), rules);
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
  assert.deepEqual(said, [], where);
}

/** An IIN of nobody alive: born before 1910, with its check digit. */
export function newIin(birthDate, female) {
  const [year, month, day] = birthDate.split("-");
  for (;;) {
    const serial = String(Math.floor(Math.random() * 10_000)).padStart(4, "0");
    const digits = [...`${year.slice(2)}${month}${day}${female ? 4 : 3}${serial}`].map(Number);
    const sum = (weights) => digits.reduce((total, digit, index) => total + digit * weights[index], 0) % 11;
    const first = sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const check = first < 10 ? first : sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]);
    if (check < 10) return digits.join("") + check;
  }
}

/** What stood on the screen when a journey failed: web_client/test-results/, not committed. */
async function picture() {
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries())
    await page.screenshot({ path: fileURLToPath(new URL(`test-results/failed-${index}.png`, CLIENT)) }).catch(() => undefined);
}

/** One journey from its first page to its last; what it left open is closed. */
export async function journey(walk, ...words) {
  if (!browser?.isConnected()) browser = await chromium.launch(HOW);
  troubles.length = 0;
  try {
    await walk(...words);
    assert.deepEqual(troubles, []);
  } catch (error) {
    await picture();
    throw error;
  } finally {
    saveFilms();
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
}

/**
 * A nurse loses the network and reloads the page: the session is still there, a dose can be given, and it arrives once
 * when the network is back. The network is a wire of our own that is cut for real, for the page and its worker alike.
 */
import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { ADDRESS, ask as askAt, journey, LOGINS, open, settled } from "./browser.mjs";

const { port } = new URL(ADDRESS);
const ends = new Set();
let cut = false;
const wire = createServer((near) => {
  if (cut) return near.destroy();
  const far = connect(Number(port), "127.0.0.1");
  for (const [end, other] of [[near, far], [far, near]]) {
    ends.add(end);
    end.on("error", () => other.destroy()).on("close", () => other.destroy());
    end.pipe(other);
  }
});
await new Promise((ready) => wire.listen(0, "127.0.0.1", ready));
const THERE = `http://127.0.0.1:${wire.address().port}/`;

const ask = (page, query, variables) => askAt(page, query, variables, THERE);

function cutWire() {
  cut = true;
  for (const end of ends) end.destroy();
  ends.clear();
}

const PLAN = `mutation ($input: PlanSessionInput!) { planSession(input: $input) { __typename ... on ImmunizationSession { id } } }`;
const DOSES = `query ($id: ID!) { doses(filter: { sessionId: $id }, first: 100) { nodes { id voidedAt patient { id } } } }`;

/** A session of three young children with a lot chosen. */
async function plan(page) {
  const { vaccineLots, patients, doses } = await ask(
    page,
    `{ vaccineLots(filter: { usable: true }, first: 50) { nodes { id dosesLeft vaccine { id } } }
       patients(filter: { bornFrom: "2010-01-01", bornTo: "2019-01-01" }, first: 50) { nodes { id } }
       doses(filter: { source: GIVEN_HERE, voided: false }, orderBy: { field: RECORDED_AT }, first: 50) {
         nodes { givenOn patient { id } }
       } }`,
  );
  const today = doses.nodes[0]?.givenOn;
  const seen = new Set(doses.nodes.filter(({ givenOn }) => givenOn === today).map(({ patient }) => patient?.id));
  const lot = vaccineLots.nodes.toSorted((one, other) => other.dosesLeft - one.dosesLeft)[0];
  const three = patients.nodes.map(({ id }) => id).filter((id) => !seen.has(id)).slice(-3);
  const input = { vaccineId: lot.vaccine.id, lotId: lot.id, placeKind: "ROOM", place: "Offline", patientIds: three };
  const { planSession } = await ask(page, PLAN, { input });
  return planSession.id;
}

const row = (page, index) => page.locator("main ol > li").nth(index);
const kept = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const found = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return found.flat();
  });

await journey(async () => {
  const page = await open({ language: "en" });
  await page.goto(THERE);
  await page.getByLabel(/^Login$/).fill(LOGINS.NURSE.login);
  await page.getByLabel(/^Password$/).fill(LOGINS.NURSE.password);
  await page.keyboard.press("Enter");
  await page.locator("main#main").waitFor();
  const id = await plan(page);
  await page.goto(`${THERE}sessions/${id}`);
  await row(page, 2).waitFor();
  await settled(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  const files = await kept(page);
  assert.ok(files.length > 20, "the build is kept");
  assert.deepEqual(files.filter((url) => !/\/assets\/|\/index\.html$/.test(url)), [], "and nothing but the build");

  cutWire();
  await page.reload();
  await row(page, 2).waitFor();
  await row(page, 0).getByRole("button", { name: /^Given/ }).click();
  await page.getByText(/1 step/).first().waitFor();

  // Another page was never meant to work without a network, and does not pretend to.
  const other = await page.context().newPage();
  await assert.rejects(other.goto(`${THERE}people`));
  await other.close();

  cut = false;
  await page.waitForFunction(
    () => !JSON.parse(localStorage.getItem("emhana.unsent") ?? "[]").some(({ done, refused }) => !done && !refused),
  );
  const steps = await page.evaluate(() => JSON.parse(localStorage.getItem("emhana.unsent") ?? "[]"));
  for (const { refused } of steps.filter((step) => step.refused)) {
    assert.equal(refused.code, "DOSE_NOT_ADVISED");
    await page.getByLabel("Was it given all the same? Why?").first().fill("Жазба бойынша сол күні егілген");
    await page.getByRole("button", { name: "Record with this reason" }).first().click();
    await page.waitForTimeout(500);
  }
  await page.waitForFunction(() => !localStorage.getItem("emhana.unsent")?.includes("refused"));
  const { doses } = await ask(page, DOSES, { id });
  assert.equal(doses.nodes.filter(({ voidedAt }) => !voidedAt).length, 1, "the dose arrived once");

  await page.reload();
  await row(page, 2).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel(/^Login$/).waitFor();
  assert.deepEqual(await kept(page), [], "who signs out leaves no file");
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.equal(await page.evaluate(() => sessionStorage.getItem("emhana.desk")), null, "and no list");
});
wire.close();

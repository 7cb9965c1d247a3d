/**
 * A new version of the client is there while a dose waits to be sent: the worker and the kept files of the old one make
 * room for the new ones, and the dose arrives once. Between the browser and the server stands a proxy of our own that
 * serves the next version and can keep the API away.
 */
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { ask as askAt, ADDRESS, journey, LOGINS, open, settled } from "./browser.mjs";

const { port } = new URL(ADDRESS);
const NEXT = '<meta name="version" content="next">';
const NEXT_FILES = "emhana-00000000000000ff";
const ends = new Set();
let [next, away, cut] = [false, false, false];

/** What the next build would change: the start page, and with it the hash in the worker's name for its files. */
function ofNext(path, body) {
  if (!next) return body;
  if (path === "/service-worker.js") return body.replace(/emhana-[0-9a-f]{16}/, NEXT_FILES);
  return body.replace("<head>", `<head>${NEXT}`);
}

const proxy = createServer((asked, given) => {
  if (cut || (away && asked.url.startsWith("/graphql"))) return asked.socket.destroy();
  const { method, headers, url } = asked;
  const { "if-none-match": _tag, "if-modified-since": _day, ...asks } = headers;
  const plain = { ...asks, "accept-encoding": "identity" };
  const far = request({ port, method, path: url, headers: plain }, (answer) => {
    const changed = url === "/service-worker.js" || /html/.test(answer.headers["content-type"] ?? "");
    if (!changed) {
      given.writeHead(answer.statusCode, answer.headers);
      return answer.pipe(given);
    }
    const parts = [];
    answer.on("data", (part) => parts.push(part)).on("end", () => {
      const { "content-length": _length, etag: _etag, ...rest } = answer.headers;
      given.writeHead(answer.statusCode, rest);
      given.end(ofNext(url, Buffer.concat(parts).toString()));
    });
  });
  far.on("error", () => given.destroy());
  asked.pipe(far);
});
proxy.on("connection", (near) => ends.add(near) && near.on("close", () => ends.delete(near)));
proxy.on("upgrade", (asked, near, head) => {
  if (away || cut) return near.destroy();
  const far = connect(Number(port), "127.0.0.1", () => {
    const lines = asked.rawHeaders.reduce((said, word, place) => said + (place % 2 ? `${word}\r\n` : `${word}: `), "");
    far.write(`GET ${asked.url} HTTP/1.1\r\n${lines}\r\n`);
    far.write(head);
    near.pipe(far).pipe(near);
  });
  for (const [end, other] of [[near, far], [far, near]]) end.on("error", () => other.destroy()).on("close", () => other.destroy());
});
await new Promise((ready) => proxy.listen(0, "127.0.0.1", ready));
const THERE = `http://127.0.0.1:${proxy.address().port}/`;
const ask = (page, query, variables) => askAt(page, query, variables, THERE);

function hangUp() {
  for (const end of ends) end.destroy();
}

const PLAN = `mutation ($input: PlanSessionInput!) { planSession(input: $input) { __typename ... on ImmunizationSession { id } } }`;
const DOSES = `query ($id: ID!) { doses(filter: { sessionId: $id }, first: 100) { nodes { id voidedAt } } }`;

/** A session of three young children with a lot chosen. */
async function plan(page) {
  const { vaccineLots, patients } = await ask(
    page,
    `{ vaccineLots(filter: { usable: true }, first: 50) { nodes { id dosesLeft vaccine { id } } }
       patients(filter: { bornFrom: "2019-02-01", bornTo: "2022-01-01" }, first: 50) { nodes { id } } }`,
  );
  const lot = vaccineLots.nodes.toSorted((one, other) => other.dosesLeft - one.dosesLeft)[0];
  const patientIds = patients.nodes.slice(-3).map(({ id }) => id);
  const input = { vaccineId: lot.vaccine.id, lotId: lot.id, placeKind: "ROOM", place: "Update", patientIds };
  return (await ask(page, PLAN, { input })).planSession.id;
}

const row = (page, index) => page.locator("main ol > li").nth(index);
const keptIn = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("emhana-")));
/** Asks again and again; a worker's update is the browser's to time. */
async function until(holds, what) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await new Promise((ready) => setTimeout(ready, 200));
  }
  assert.fail(what);
}

const unsent = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("emhana.unsent") ?? "[]"));
const version = (page) => page.evaluate(() => document.querySelector("meta[name=version]")?.content ?? "first");

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
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  assert.equal((await keptIn(page)).length, 1);
  assert.equal(await version(page), "first");

  away = true;
  hangUp();
  await row(page, 0).getByRole("button", { name: /^Given/ }).click();
  await page.getByText(/1 step/).first().waitFor();
  const [waiting] = await unsent(page);
  assert.ok(waiting && !waiting.done);

  // The next version is there; the API is not yet.
  next = true;
  await page.reload();
  await row(page, 2).waitFor();
  assert.equal(await version(page), "next", "while the server answers, its page is the newest");
  await until(async () => (await keptIn(page)).join() === NEXT_FILES, "the next worker takes over and clears up");
  await page.getByText(/1 step/).first().waitFor();
  const still = await unsent(page);
  assert.deepEqual(still.map(({ key, what, done }) => [key, what, done]), [[waiting.key, waiting.what, waiting.done]], "the step is kept, under its key");

  // Even without any network it is the new version that opens, from the new worker's files.
  cut = true;
  hangUp();
  await page.reload();
  await row(page, 2).waitFor();
  assert.equal(await version(page), "next", "the old files are gone");
  assert.equal((await unsent(page)).length, 1);

  [away, cut] = [false, false];
  await page.waitForFunction(
    () => !JSON.parse(localStorage.getItem("emhana.unsent") ?? "[]").some(({ done, refused }) => !done && !refused),
  );
  for (const { refused } of (await unsent(page)).filter((step) => step.refused)) {
    assert.equal(refused.code, "DOSE_NOT_ADVISED");
    await page.getByLabel("Was it given all the same? Why?").first().fill("Жазба бойынша сол күні егілген");
    await page.getByRole("button", { name: "Record with this reason" }).first().click();
  }
  await page.waitForFunction(() => !localStorage.getItem("emhana.unsent")?.includes("refused"));
  const { doses } = await ask(page, DOSES, { id });
  assert.equal(doses.nodes.filter(({ voidedAt }) => !voidedAt).length, 1, "the dose arrived once");
});
proxy.close();
hangUp();

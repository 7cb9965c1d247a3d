/**
 * A new version of the client is there while a dose waits to be sent: the worker and the kept files of the old one make
 * room for the new ones, and the dose arrives once. Between the browser and the server stands a proxy of our own that
 * serves the next version and can keep the API away.
 */
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { ADDRESS, enter, open, settled } from "./browser.mjs";
import { answered, given, overrule, planThree, row, SMALL, unsent } from "./steps.mjs";

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

function hangUp() {
  for (const end of ends) end.destroy();
}

const keptIn = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("emhana-")));
/** Asks again and again; a worker's update is the browser's to time. */
async function until(holds, what) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await new Promise((ready) => setTimeout(ready, 200));
  }
  assert.fail(what);
}

const version = (page) => page.evaluate(() => document.querySelector("meta[name=version]")?.content ?? "first");

export default async function walk() {
  const page = await open({ language: "en" });
  await enter(page, "NURSE", "", THERE);
  const id = await planThree(page, "Update", SMALL, THERE);
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
  await answered(page);
  for (const code of await overrule(page)) assert.equal(code, "DOSE_NOT_ADVISED");
  assert.equal(await given(page, id, THERE), 1, "the dose arrived once");
}

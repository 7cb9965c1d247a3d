/**
 * A nurse loses the network and reloads the page: the session is still there, a dose can be given, and it arrives once
 * when the network is back. The network is a wire of our own that is cut for real, for the page and its worker alike.
 */
import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { ADDRESS, open, settled, signIn } from "./browser.mjs";
import { answered, given, overrule, planThree, row, SCHOOL } from "./steps.mjs";

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


function cutWire() {
  cut = true;
  for (const end of ends) end.destroy();
  ends.clear();
}

const kept = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const found = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return found.flat();
  });

export default async function walk() {
  const page = await open({ language: "en" });
  await signIn(page, "NURSE", THERE);
  const id = await planThree(page, "Offline", SCHOOL, THERE);
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
  await answered(page);
  for (const code of await overrule(page)) assert.equal(code, "DOSE_NOT_ADVISED");
  assert.equal(await given(page, id, THERE), 1, "the dose arrived once");

  await page.reload();
  await row(page, 2).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel(/^Login$/).waitFor();
  assert.deepEqual(await kept(page), [], "who signs out leaves no file");
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.equal(await page.evaluate(() => sessionStorage.getItem("emhana.desk")), null, "and no list");
}

/**
 * A class is given doses that an outbreak asked for: said once for the session, kept without a network and over a reload,
 * the reason carried from child to child. And whoever taps while a colleague's step changes the row hits nothing else.
 */
import assert from "node:assert/strict";
import { accessible, ADDRESS, ask, enter, open, settled } from "./browser.mjs";
import { answered, plan, row, SCHOOL, stock, unsent } from "./steps.mjs";

const DOSES = `query ($id: ID!) { doses(filter: { sessionId: $id }, first: 20) { nodes { purpose overrideReason } } }`;
const WHY = "Measles in the class";

/** Where actions stand in their row, wherever the page is scrolled to. */
async function places(page, names) {
  const found = [];
  for (const name of names) {
    const box = await row(page, 2).getByRole("button", { name }).evaluate((button) => {
      const own = button.getBoundingClientRect();
      const around = button.closest("li").getBoundingClientRect();
      return { x: own.x - around.x, y: own.y - around.y, width: own.width, height: own.height };
    });
    found.push(box);
  }
  return found;
}

const apart = (one, other) => one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;

export default async function walk() {
  const page = await open({ language: "en", width: 390, height: 800 });
  await enter(page, "NURSE");
  const { lot, children } = await stock(page, SCHOOL);
  const id = await plan(page, { place: "Outbreak", vaccineId: lot.vaccine.id, lotId: lot.id, patientIds: children.slice(0, 3) });
  await page.goto(`${ADDRESS}sessions/${id}`);
  await row(page, 2).waitFor();
  await settled(page);

  await page.getByText("because of an epidemic").click();
  await page.getByText("does not shift the routine ones").waitFor();
  await accessible(page, "a session of an outbreak");
  await page.context().setOffline(true);
  for (const index of [0, 1]) await row(page, index).getByRole("button", { name: /^Given/ }).click();
  assert.deepEqual((await unsent(page)).map(({ purpose }) => purpose), ["EPIDEMIC", "EPIDEMIC"]);
  await page.context().setOffline(false);
  await page.reload();
  await row(page, 2).waitFor();
  assert.ok(await page.getByRole("radio", { name: "because of an epidemic" }).isChecked(), "the choice outlives a reload");
  await answered(page);

  const reason = page.getByLabel(/^Was it given all the same/);
  await row(page, 1).locator("textarea").first().waitFor();
  await row(page, 0).locator("textarea").first().fill(WHY);
  await row(page, 0).getByRole("button", { name: "Record with this reason" }).click();
  await row(page, 0).locator("textarea").first().waitFor({ state: "detached" });
  assert.equal(await reason.inputValue(), WHY, "what was said of one child is said of the next");
  await row(page, 1).getByRole("button", { name: "Record with this reason" }).click();
  await page.getByText("waiting 1 · given 2").waitFor();
  const { doses } = await ask(page, DOSES, { id });
  assert.deepEqual(doses.nodes, Array(2).fill({ purpose: "EPIDEMIC", overrideReason: WHY }));

  for (const size of [{ width: 390, height: 800 }, { width: 1280, height: 900 }]) {
    await page.setViewportSize(size);
    const before = await row(page, 2).boundingBox();
    const taps = await places(page, [/^Given now/, /^Absent/, /^Refused/]);
    await row(page, 2).getByRole("button", { name: /^Absent/ }).click();
    const [undo] = await places(page, [/^Undo/]);
    assert.ok(taps.every((tap) => apart(tap, undo)), `undo stands where nothing else stood: ${JSON.stringify([taps, undo])}`);
    assert.equal((await row(page, 2).boundingBox()).height, before.height, "and the rows below stay where they are");
    await answered(page);
    await row(page, 2).getByRole("button", { name: /^Undo/ }).click();
    await row(page, 2).getByRole("button", { name: /^Refused/ }).waitFor();
    await answered(page);
  }
}

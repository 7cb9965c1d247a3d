/**
 * A nurse does a class: the lot scanned once, one tap a child, and the network goes away in the middle. Steps are kept
 * over a reload, go out in order when it is back, and the API afterwards knows each dose exactly once. It is filmed.
 */
import assert from "node:assert/strict";
import { accessible, ADDRESS, ask, enter, open, settled } from "./browser.mjs";
import { Film } from "./film.mjs";
import { answered, overrule, plan, row, SCHOOL, stock, unsent } from "./steps.mjs";

const DOSES = `query ($id: ID!) {
  doses(filter: { sessionId: $id }, first: 100) { nodes { id voidedAt lot { id } patient { id } } }
  immunizationSession(sessionId: $id) { people(first: 50) { nodes { outcome patient { id } dose { id } } } }
}`;

/** A session of six children of the clinic, with the vaccine of the lot that has most doses. */
async function planSix(page) {
  const { lot, children } = await stock(page, SCHOOL);
  assert.ok(lot.dosesLeft >= 10 && children.length >= 6, "the demo city has lots and children");
  const id = await plan(page, { place: "Journey", vaccineId: lot.vaccine.id, patientIds: children.slice(0, 6) });
  return { id, lot };
}

const waiting = async (page) => (await unsent(page)).filter(({ done, refused }) => !done && !refused);

/** A scanner's keys, at a scanner's pace by their own clock, however late a busy machine hands them on. */
async function scan(page, code) {
  const tools = await page.context().newCDPSession(page);
  const begun = Date.now() / 1000;
  const press = ([key, text], index) => {
    const event = { key, code: text === "\r" ? "Enter" : "", text, timestamp: begun + index * 0.004 };
    return [tools.send("Input.dispatchKeyEvent", { type: "keyDown", ...event }), tools.send("Input.dispatchKeyEvent", { type: "keyUp", ...event })];
  };
  const keys = [...[...code].map((character) => [character, character]), ["Enter", "\r"]];
  await Promise.all(keys.flatMap(press));
  await tools.detach();
}

export default async function walk() {
  const page = await open({ language: "en" });
  await enter(page, "NURSE");
  const { id, lot } = await planSix(page);
  await page.goto(`${ADDRESS}sessions/${id}`);
  await row(page, 5).waitFor();
  await settled(page);

  const colleague = await open({ language: "en" });
  await enter(colleague, "DOCTOR", `sessions/${id}`);
  await colleague.getByText("on the list 6 · waiting 6").waitFor();

  const film = new Film("session-without-a-network");
  await film.follow(page);
  film.say("A lot is scanned: first one that the clinic does not have, then the right one");
  await scan(page, "0000-NONE");
  await page.getByText("is not in the refrigerator's list").waitFor();
  await scan(page, lot.series);
  await page.waitForFunction((series) => document.querySelector("main input")?.value.includes(series), lot.series);
  await settled(page);
  await accessible(page, "session");

  film.say("The network is cut");
  await page.context().setOffline(true);
  for (const index of [0, 1, 2]) await row(page, index).getByRole("button", { name: /^Given/ }).click();
  await row(page, 3).getByRole("button", { name: /^Absent/ }).click();
  await row(page, 4).getByRole("button", { name: /^Refused/ }).click();
  await page.getByText("The network is away: go on working").waitFor();
  await page.getByText("5 steps are not sent yet").waitFor();
  await accessible(page, "session without a network");

  film.say("Still without a network: two steps are taken back, a dose is given");
  // A slip that never left is forgotten; the one behind it may have been tried and is undone in order.
  await row(page, 4).getByRole("button", { name: /^Undo/ }).click();
  await row(page, 2).getByRole("button", { name: /^Undo/ }).click();
  await row(page, 5).getByRole("button", { name: /^Given/ }).click();
  const kept = await unsent(page);
  assert.equal(kept.filter(({ what }) => what === "GIVE").length, 3, JSON.stringify(kept));
  const names = JSON.stringify(kept);
  for (const name of await page.locator("main ol strong").allInnerTexts()) assert.ok(!names.includes(name), "no name is kept");

  // The window is closed, the network returns, and the first answer is lost on its way: the server has the dose, the
  // nurse's machine does not know.
  film.say("The window is closed, the network returns, the answer to the first dose is lost on its way");
  const again = await page.context().newPage();
  await film.follow(again);
  await page.close();
  await again.context().setOffline(false);
  let lost = 0;
  await again.route("**/graphql", async (route) => {
    const gives = route.request().postData()?.includes("GiveInSession");
    if (!gives || lost++) return route.continue();
    await route.fetch();
    return route.abort("connectionreset");
  });
  await again.goto(ADDRESS);
  await again.locator("main#main").waitFor();
  await answered(again);
  assert.equal(lost, 4, "three doses, and the lost answer asked for again");
  assert.deepEqual(await waiting(again), []);

  film.say("Everything has arrived, each dose once");
  await again.goto(`${ADDRESS}sessions/${id}`);
  await row(again, 5).waitFor();
  await settled(again);
  for (const code of await overrule(again)) assert.equal(code, "DOSE_NOT_ADVISED");

  const { doses, immunizationSession } = await ask(again, DOSES, { id });
  const standing = doses.nodes.filter(({ voidedAt }) => !voidedAt);
  assert.equal(standing.length, 3, "each dose exactly once");
  assert.equal(new Set(standing.map(({ patient }) => patient.id)).size, 3);
  assert.equal(doses.nodes.length, 3, "the slip never left this machine");
  for (const dose of standing) assert.equal(dose.lot.id, lot.id);
  const outcomes = immunizationSession.people.nodes.map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ["GIVEN", "GIVEN", null, "ABSENT", null, "GIVEN"]);

  // The colleague saw it happen. Both go on at once, and neither loses the list.
  await colleague.getByText("waiting 2 · given 3 · absent 1").waitFor();
  await Promise.all([row(again, 2), row(colleague, 4)].map((child) => child.getByRole("button", { name: /^Absent/ }).click()));
  for (const window of [again, colleague]) await window.getByText("nobody waits · given 3 · absent 3").waitFor();

  // What has arrived is taken back too, and stays on record.
  await row(again, 0).getByRole("button", { name: /^Undo/ }).click();
  await row(again, 0).getByRole("button", { name: /^Given/ }).waitFor();
  await again.getByText("Taken back").waitFor();
  const after = await ask(again, DOSES, { id });
  assert.equal(after.doses.nodes.filter(({ voidedAt }) => voidedAt).length, 1);
  assert.ok(film.pictures.length > 20, `${film.pictures.length} pictures of the film`);
}

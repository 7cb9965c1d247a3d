/**
 * A dose that an outbreak asked for: the nurse hears that the calendar does not advise it, says why it is given, and the
 * child's next dose stays on its day. Escape leaves a dialog and not the person, and what is chosen stays chosen.
 */
import assert from "node:assert/strict";
import { accessible, ADDRESS, ask, enter, open, settled } from "./browser.mjs";

const TODDLERS = `{ patients(filter: { bornFrom: "2021-06-01", bornTo: "2024-06-01", immunization: { vaccineGroup: "MMR", doses: 1 } }, first: 30) {
  nodes { id immunization { forecasts { vaccineGroup doseNumber dueOn } } }
} }`;
const DOSES = `query ($id: ID!) { node(id: $id) { ... on Patient {
  immunization { forecasts { vaccineGroup doseNumber dueOn } }
  doses(first: 50) { nodes { purpose overrideReason } }
} } }`;
const second = ({ immunization }) => immunization.forecasts.find(({ vaccineGroup, doseNumber }) => vaccineGroup === "MMR" && doseNumber === 2);

export default async function walk() {
  const page = await open({ language: "en", width: 390, height: 800 });
  await enter(page, "NURSE");
  const { patients } = await ask(page, TODDLERS);
  const child = patients.nodes.find(second);
  assert.ok(child, "the demo city has toddlers with one dose of MMR");
  await page.goto(`${ADDRESS}desk/${child.id}`);
  await settled(page);

  for (const name of ["Tuberculin test", "Record a dose"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.ok(page.url().endsWith(child.id), `Escape in “${name}” leaves the person open`);
  }

  await page.getByRole("button", { name: "Record a dose", exact: true }).click();
  const dialog = page.getByRole("dialog");
  const lot = dialog.getByRole("textbox", { name: "Vaccine and lot" }).or(dialog.getByRole("combobox", { name: "Vaccine and lot" }));
  const mmr = page.getByRole("option", { name: /(MMR|ККП).*left/ }).first();
  await lot.click();
  await mmr.click();
  const chosen = await lot.inputValue();
  await lot.click();
  await mmr.click();
  assert.equal(await lot.inputValue(), chosen, "chosen twice is chosen");
  await dialog.getByText("because of an epidemic").click();
  await accessible(page, "the form of a dose");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await dialog.getByText("does not shift the routine doses").waitFor();
  await dialog.getByLabel(/Go on all the same/).fill("Measles in the kindergarten");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await dialog.waitFor({ state: "detached" });

  const { node } = await ask(page, DOSES, { id: child.id });
  const ofOutbreak = node.doses.nodes.filter(({ purpose }) => purpose === "EPIDEMIC");
  assert.deepEqual(ofOutbreak, [{ purpose: "EPIDEMIC", overrideReason: "Measles in the kindergarten" }]);
  assert.equal(second(node).dueOn, second(child).dueOn, "the routine dose keeps its day");
}

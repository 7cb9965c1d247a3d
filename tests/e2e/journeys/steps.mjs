/** A nurse's session and the steps that her machine keeps: what the journeys without a network share. */
import { ask } from "./browser.mjs";

const PLAN = `mutation ($input: PlanSessionInput!) { planSession(input: $input) { __typename ... on ImmunizationSession { id } } }`;
const GIVEN = `query ($id: ID!) { doses(filter: { sessionId: $id }, first: 100) { nodes { id voidedAt } } }`;
const THERE = `query ($born: PatientFilter) {
  vaccineLots(filter: { usable: true }, first: 50) { nodes { id series dosesLeft vaccine { id code } } }
  patients(filter: $born, first: 50) { nodes { id } }
  doses(filter: { source: GIVEN_HERE, voided: false }, orderBy: { field: RECORDED_AT }, first: 50) {
    nodes { givenOn patient { id } }
  }
}`;
export const SCHOOL = { bornFrom: "2010-01-01", bornTo: "2019-01-01" };
export const SMALL = { bornFrom: "2019-02-01", bornTo: "2022-01-01" };

/** The lot with most doses, and the children of an age to whom nothing was given today. */
export async function stock(page, born, address) {
  const { vaccineLots, patients, doses } = await ask(page, THERE, { born }, address);
  const today = doses.nodes[0]?.givenOn;
  const seen = new Set(doses.nodes.filter(({ givenOn }) => givenOn === today).map(({ patient }) => patient?.id));
  const [lot] = vaccineLots.nodes.toSorted((one, other) => other.dosesLeft - one.dosesLeft);
  return { lot, children: patients.nodes.map(({ id }) => id).filter((id) => !seen.has(id)) };
}

export async function plan(page, input, address) {
  const { planSession } = await ask(page, PLAN, { input: { placeKind: "ROOM", ...input } }, address);
  return planSession.id;
}

/** A session of three children with a lot chosen. */
export async function planThree(page, place, born, address) {
  const { lot, children } = await stock(page, born, address);
  const input = { place, vaccineId: lot.vaccine.id, lotId: lot.id, patientIds: children.slice(-3) };
  return plan(page, input, address);
}

export const row = (page, index) => page.locator("main ol > li").nth(index);
export const unsent = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("emhana.unsent") ?? "[]"));

/** Every step has been answered, if only by a refusal. */
export const answered = (page) =>
  page.waitForFunction(
    () => !JSON.parse(localStorage.getItem("emhana.unsent") ?? "[]").some(({ done, refused }) => !done && !refused),
  );

/** What advises against a dose is overruled with a reason, one after another; gives the refusals. */
export async function overrule(page) {
  const refused = (await unsent(page)).filter((step) => step.refused);
  for (let left = refused.length; left > 0; left--) {
    await page.getByLabel("Was it given all the same? Why?").first().fill("Жазба бойынша сол күні егілген");
    await page.getByRole("button", { name: "Record with this reason" }).first().click();
    await page.waitForFunction(
      (others) => JSON.parse(localStorage.getItem("emhana.unsent") ?? "[]").filter((step) => step.refused).length === others,
      left - 1,
    );
  }
  return refused.map((step) => step.refused.code);
}

/** How many doses of a session stand. */
export async function given(page, id, address) {
  const { doses } = await ask(page, GIVEN, { id }, address);
  return doses.nodes.filter(({ voidedAt }) => !voidedAt).length;
}

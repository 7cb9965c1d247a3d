/** On a phone a table says what matters without being pushed aside: how a message fared, and what share is covered. */
import assert from "node:assert/strict";
import { accessible, ADDRESS, ask, enter, open, settled, speak, sql } from "./browser.mjs";

const REASONS = ["TRIED_TOO_LONG", "GATEWAY_REFUSED", "NOT_DUE_ANY_MORE", "OUTCOME_UNKNOWN", "CHANNEL_DOWN", "QUIET_HOURS"];
const FATES = { TRIED_TOO_LONG: "DEAD", GATEWAY_REFUSED: "DEAD", OUTCOME_UNKNOWN: "UNKNOWN", CHANNEL_DOWN: "RETRYING", QUIET_HOURS: "PLANNED" };

/** Messages of every fate, as months of sending leave them behind: to the people of the nurse's clinic. */
const message = (reason, place) => `
  insert into reminder (kind, clinic_id, recipient_id, planned_for, language, channel, message, fate, reason, tries, claims, left_on, version)
  select 'IMMUNIZATION', c.id, p.id, current_date, 'kk', 'SMS', 'Синтетикалық хабар', '${FATES[reason] ?? "WITHDRAWN"}', '${reason}', 3, 3,
         ${FATES[reason] === "UNKNOWN" ? "current_date" : "null"}, 1
  from clinic c join patient p on p.clinic_id = c.id
  where c.id = (select clinic_id from account where login = 'nurse9') and p.deceased_on is null and p.merged_into is null
  order by length(p.family_name) desc, p.id offset ${place} limit 1 on conflict do nothing`;

export default async function walk() {
  sql(REASONS.map(message).join(";"));
  const page = await open({ theme: "dark", width: 390, height: 844 });
  await enter(page, "NURSE");
  for (const path of ["reminders", "coverage"]) {
    await page.goto(`${ADDRESS}${path}`);
    await page.locator("main tbody td strong").first().waitFor();
    for (const language of ["kk", "ru", "en"]) {
      await speak(page, language);
      await settled(page);
      const wider = await page.locator("main [role=region]:has(> table)").evaluate((table) => table.scrollWidth - table.clientWidth);
      assert.ok(wider <= 0, `${path} in ${language} is pushed aside by ${wider}`);
      await accessible(page, `${path} in ${language}`);
    }
  }
  await tooYoung(page);
  await attachmentHistory(page);
}

/** The history of attachments as a table says its reasons without being pushed aside. */
async function attachmentHistory(page) {
  const { patients } = await ask(page, "{ patients(first: 50) { nodes { id attachments(first: 5) { nodes { id } } } } }");
  const { id } = patients.nodes.find(({ attachments }) => attachments.nodes.length > 1);
  await page.goto(`${ADDRESS}desk/${id}`);
  const table = page.locator("details:has(table)").first();
  await table.locator("summary").click();
  for (const language of ["kk", "ru", "en"]) {
    await speak(page, language);
    const wider = await table.locator("div").first().evaluate((around) => around.scrollWidth - around.clientWidth);
    assert.ok(wider <= 0, `the history in ${language} is pushed aside by ${wider}`);
    await accessible(page, `the history in ${language}`);
  }
}

/** The second dose of MMR is due at six: nobody of the last cohort has missed it. */
async function tooYoung(page) {
  const rows = await page.locator("main tbody tr").allInnerTexts();
  const { coverage } = await ask(page, `{ coverage(filter: { vaccineGroups: ["MMR"] }) { birthYear dose people share } }`);
  const shown = coverage.map(({ share }) => (share === null ? "not yet due" : `${Math.round(share * 100)} %`));
  assert.deepEqual(rows.map((row) => row.split("\t").at(-1).trim()), shown);
  assert.deepEqual([coverage[1].dose, coverage[1].people, coverage[1].share], [2, 0, null]);
}

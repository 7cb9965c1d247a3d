/**
 * Old doses from a spreadsheet: every mistake of the file is shown at once beside the row that the spreadsheet shows,
 * nothing is recorded before the nurse says so, and what was imported goes back as a whole, with a reason.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessible, ADDRESS, ask, enter, open, python, settled, writtenDay } from "./browser.mjs";

const CHILDREN = `{ patients(filter: { bornFrom: "2014-01-01", bornTo: "2018-01-01" }, first: 100) {
  nodes { id iin birthDate }
} }`;
const DOSES = `query ($id: ID!) { node(id: $id) { ... on Patient { doses(first: 50) { nodes { givenOn series voidedAt } } } } }`;
const FILL = `
import sys
from openpyxl import load_workbook
book = load_workbook(sys.argv[1])
sheet = book.worksheets[0]
assert sheet.max_row == 1, "the template has headings alone"
for place, text in enumerate(sys.argv[2:]):
    sheet.cell(2, place + 1, text or None)
book.save(sys.argv[1])
`;

const row = (page, number) => page.locator("main tbody tr").filter({ has: page.locator("td", { hasText: new RegExp(`^${number}$`) }) });
const dayAfter = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10).split("-").reverse().join(".");

async function send(page, file) {
  await page.goto(`${ADDRESS}imports`);
  await page.locator("main input[type=file]").setInputFiles(file);
  await page.waitForURL(/\/imports\/.+/);
  await settled(page);
}

async function standing(page, id, series) {
  const { node } = await ask(page, DOSES, { id });
  return node.doses.nodes.filter((dose) => dose.series === series && !dose.voidedAt).length;
}

export default async function walk() {
  const page = await open({ language: "en" });
  await enter(page, "NURSE");
  const { patients } = await ask(page, CHILDREN);
  const [child, other] = patients.nodes.filter(({ iin }) => iin);
  const day = dayAfter(child.birthDate, 703);
  const series = `J-${Date.now() % 1_000_000}`;

  // A comma in a quoted cell, an empty line, a row with three mistakes: the numbers are still the spreadsheet's.
  const csv = [
    "ИИН;Дата прививки;Вакцина;Серия;Где сделана",
    `${child.iin};${day};85;${series};"Қала; № 2"`,
    "",
    `12;31.02.2019;бірдеңе;${series};`,
    `${other.iin};${writtenDay(3)};85;${series};`,
    `${other.iin};${dayAfter(other.birthDate, 705)};85;${series};`,
  ].join("\n");
  const file = join(tmpdir(), `journey-${process.pid}.csv`);
  writeFileSync(file, csv);
  await send(page, file);
  await page.getByRole("button", { name: "With mistakes: 2" }).waitFor();
  assert.equal(await row(page, 4).locator("li").count(), 3, "every mistake of a row at once");
  assert.equal(await row(page, 5).locator("li").count(), 1);
  await accessible(page, "mistakes of a file");
  assert.equal(await standing(page, child.id, series), 0, "nothing is recorded yet");

  await page.getByRole("button", { name: "Ready: 2" }).click();
  await row(page, 2).waitFor();
  await row(page, 6).waitFor();
  await accessible(page, "what would be recorded");
  await page.getByRole("button", { name: "Import without the wrong rows: 2" }).click();
  await page.getByRole("button", { name: "Imported: 2" }).waitFor();
  assert.deepEqual([await standing(page, child.id, series), await standing(page, other.id, series)], [1, 1]);

  await page.getByRole("button", { name: "Undo the import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why was it a mistake?").fill("The list was of another school");
  await accessible(page, "undoing an import");
  await dialog.getByRole("button", { name: "Do it and put on record" }).click();
  await page.getByText("The list was of another school").waitFor();
  await page.getByRole("button", { name: "Undone: 2" }).waitFor();
  await accessible(page, "an import that was undone");
  assert.deepEqual([await standing(page, child.id, series), await standing(page, other.id, series)], [0, 0]);

  // The template, filled in by a spreadsheet program.
  await page.goto(`${ADDRESS}imports`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the template" }).click()]);
  const filled = join(tmpdir(), `journey-${process.pid}.xlsx`);
  await download.saveAs(filled);
  python(FILL, filled, child.iin, day, "85", series);
  await send(page, filled);
  await page.getByRole("button", { name: "Import: 1", exact: true }).click();
  await page.getByRole("button", { name: "Imported: 1" }).waitFor();
  assert.equal(await standing(page, child.id, series), 1);
  await page.getByRole("link", { name: "All files" }).click();
  await page.getByText(`journey-${process.pid}.xlsx`).waitFor();
  await settled(page);
  await accessible(page, "files");
}

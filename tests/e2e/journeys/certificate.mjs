/**
 * A certificate from the nurse's desk to a stranger's telephone: issued, printed in two languages, checked by its code
 * without a name or a dose; then changed, revoked and expired, each said so in three languages.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { accessible, ADDRESS, ask, enter, open, python, resize, settled, sql, writtenDay } from "./browser.mjs";

const VACCINATED = `{ patients(filter: { bornFrom: "2012-01-01", immunization: { vaccineGroup: "MMR", doses: 1 } }, first: 5) {
  nodes { id familyName givenName iin }
} }`;
const DOSES = `query ($id: ID!) { node(id: $id) { ... on Patient {
  doses(first: 50) { nodes { id version givenOn voidedAt } }
  immunizationCertificates { id issuedAt doses { givenOn vaccine } }
} } }`;
const VOID = `mutation ($input: VoidDoseInput!) { voidDose(input: $input) { __typename ... on Dose { id } ... on Refusal { message } } }`;
const STATES = {
  VALID: ["Жарамды", "Действительна", "Valid"],
  CHANGED: ["Жазба өзгерген", "Запись изменилась", "The record has changed"],
  EXPIRED: ["Мерзімі өткен", "Срок истёк", "Expired"],
  REVOKED: ["Күші жойылған", "Аннулирована", "Revoked"],
  UNKNOWN: ["Белгісіз", "Неизвестна", "Not known"],
};
const TEXT_OF = "import sys; from pypdf import PdfReader; print(''.join(page.extract_text() for page in PdfReader(sys.argv[1]).pages))";

const certificates = (page) => page.locator("li").filter({ has: page.getByRole("link", { name: /^Print in Kazakh$/ }) });

/** What the paper says, by a reader of PDF files that is not ours. */
async function paper(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), certificates(page).first().getByRole("link", { name }).click()]);
  const file = await download.path();
  assert.equal(readFileSync(file).subarray(0, 5).toString(), "%PDF-");
  return python(TEXT_OF, file);
}

/** The page behind the code, as a stranger sees it: the state in each language, and nothing about anybody. */
async function check(stranger, address, state, person) {
  for (const [place, language] of ["kk", "ru", "en"].entries()) {
    await stranger.emulateMedia({ colorScheme: place === 1 ? "dark" : "light" });
    await resize(stranger, { width: place === 2 ? 1280 : 390 });
    const answer = await stranger.goto(`${address}?language=${language}`);
    assert.equal(answer.status(), state === "UNKNOWN" ? 404 : 200);
    assert.equal(await stranger.locator(".state").innerText(), STATES[state][place]);
    const said = await stranger.locator("body").innerText();
    for (const secret of [person.familyName, person.givenName, person.iin, "КПК", "MMR"]) assert.ok(!said.includes(secret), secret);
    await accessible(stranger, `${state} in ${language}`);
  }
}

export default async function walk() {
  const page = await open({ language: "en" });
  const stranger = await open({ width: 390 });
  await enter(page, "NURSE");
  const { patients } = await ask(page, VACCINATED);
  const person = patients.nodes[0];
  assert.ok(person, "the demo city has children with doses");

  await page.goto(`${ADDRESS}due?person=${person.id}`);
  await page.getByRole("button", { name: "Certificate", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Valid until").fill(writtenDay(30));
  await accessible(page, "certificate form");
  await dialog.getByRole("button", { name: "Issue" }).click();
  await certificates(page).first().getByText("valid", { exact: true }).waitFor();
  await settled(page);
  await accessible(page, "certificate on the card");

  const [kazakh, russian] = [await paper(page, "Print in Kazakh"), await paper(page, "Print in Russian")];
  for (const text of [kazakh, russian]) assert.ok(text.includes(person.familyName), "the paper names the person");
  assert.ok(/анықтама/i.test(kazakh) && /справка/i.test(russian), "in its own language");
  const [address] = kazakh.replaceAll("\n", "").match(/http:[^\s]+\/certificates\/[A-Za-z0-9_-]{32}/) ?? [];
  assert.ok(address, kazakh);
  assert.ok(russian.replaceAll("\n", "").includes(address), "both papers are one certificate");
  await check(stranger, address, "VALID", person);
  await check(stranger, address.slice(0, -1), "UNKNOWN", person);

  const { node } = await ask(page, DOSES, { id: person.id });
  const [certificate] = node.immunizationCertificates.toSorted((one, other) => other.issuedAt.localeCompare(one.issuedAt));
  const stated = new Set(certificate.doses.map(({ givenOn }) => givenOn));
  const dose = node.doses.nodes.find(({ givenOn, voidedAt }) => !voidedAt && stated.has(givenOn));
  const { voidDose } = await ask(page, VOID, { input: { doseId: dose.id, version: dose.version, reason: "Басқа баланың егуі" } });
  assert.equal(voidDose.__typename, "Dose", voidDose.message);
  await check(stranger, address, "CHANGED", person);

  await page.reload();
  await certificates(page).first().getByText("the record has changed").waitFor();
  await certificates(page).first().getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByLabel("Why is it worth nothing any more?").fill("A dose was somebody else's");
  await accessible(page, "revoking");
  await page.getByRole("button", { name: "Do it and put on record" }).click();
  await certificates(page).first().getByText("revoked", { exact: true }).waitFor();
  await accessible(page, "revoked on the card");
  await check(stranger, address, "REVOKED", person);

  // A second one, whose time passes: the days go by in the database alone.
  await page.getByRole("button", { name: "Certificate", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Valid until").fill(writtenDay(1));
  await page.getByRole("dialog").getByRole("button", { name: "Issue" }).click();
  await certificates(page).first().getByText("valid", { exact: true }).waitFor();
  const second = await paper(page, "Print in Kazakh");
  const [until] = second.replaceAll("\n", "").match(/http:[^\s]+\/certificates\/[A-Za-z0-9_-]{32}/) ?? [];
  assert.ok(until && until !== address, "the latest stands first");
  sql("update immunization_certificate set issued_on = issued_on - 5, valid_until = valid_until - 5 where revoked_at is null and valid_until is not null");
  await check(stranger, until, "EXPIRED", person);
  await page.reload();
  await certificates(page).getByText("expired").first().waitFor();
}

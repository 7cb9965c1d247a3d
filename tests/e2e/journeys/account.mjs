/** A new colleague: a one-time password, an own one, a code beside it; a wrong code and a used one open nothing. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { accessible, ADDRESS, enter, LOGINS, open } from "./browser.mjs";

const OWN = "жеті қара торғай ұшады";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of an authenticator app for now, by RFC 6238. */
function codeOf(secret) {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function knock(page, login, password) {
  await page.goto(ADDRESS);
  await page.getByLabel("Логин").fill(login);
  await page.getByLabel("Құпиясөз", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

export default async function walk() {
  const login = `jana-${Date.now()}`;
  const admin = await open();
  await enter(admin, "CLINIC_ADMIN", "accounts?open=new");
  await admin.getByLabel("Логин", { exact: true }).fill(login);
  await admin.getByLabel("Аты-жөні", { exact: true }).fill("Жаңа Маман");
  await admin.keyboard.press("Enter");
  await admin.getByText("Бір реттік құпиясөз", { exact: true }).waitFor();
  const given = await admin.locator("dd[data-password]").innerText();
  await accessible(admin, "the one-time password");

  const page = await open();
  await knock(page, login, given);
  await page.getByRole("heading", { name: "Өз құпиясөзіңізді қойыңыз" }).waitFor();
  await accessible(page, "choosing an own password");
  await page.getByLabel("Сізге берілген құпиясөз").fill(given);
  await page.getByLabel("Жаңа құпиясөз").fill("тым қысқа");
  await page.keyboard.press("Enter");
  await page.getByText("Кемінде 15 таңба керек.").waitFor();
  await page.getByLabel("Жаңа құпиясөз").fill(OWN);
  await page.keyboard.press("Enter");
  await page.locator("main#main").waitFor();

  await page.getByRole("link", { name: "Жаңа Маман" }).click();
  await page.getByRole("button", { name: "Қолданбаны баптау" }).click();
  await page.getByRole("img", { name: "Растау қолданбасына арналған QR-код" }).waitFor();
  await accessible(page, "setting up the second factor");
  const secret = (await page.locator("form li strong").innerText()).replaceAll(/\s/g, "");
  const code = codeOf(secret);
  await page.getByLabel("Растау қолданбасының коды").fill(code);
  await page.keyboard.press("Enter");
  await page.getByText("Код қосылды").waitFor();
  await accessible(page, "recovery codes");
  const [recovery] = await page.getByText(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$/).allInnerTexts();
  await page.getByRole("button", { name: "Сақтап қойдым" }).click();
  await page.getByRole("button", { name: "Шығу" }).click();

  await page.getByLabel("Логин").waitFor();
  await knock(page, login, OWN);
  const field = page.getByLabel("Растау қолданбасының коды");
  for (const wrong of ["000000", code]) {
    await field.fill(wrong);
    await page.keyboard.press("Enter");
    await page.getByText("Растау коды сәйкес келмеді.").waitFor();
    await page.waitForFunction(() => document.querySelector("input[autocomplete=one-time-code]")?.value === "");
  }
  await page.getByRole("button", { name: "Қолданба қолымда жоқ" }).click();
  await page.getByLabel("Қалпына келтіру коды").fill(recovery.toLowerCase());
  await page.keyboard.press("Enter");
  await page.locator("main#main").waitFor();

  await admin.getByRole("button", { name: "Иесіне айттым" }).click();
  await admin.getByText(login).click();
  await admin.getByRole("button", { name: "Өшіру", exact: true }).click();
  const asked = admin.getByRole("dialog", { name: /есептік жазба өшірілсін бе/ });
  await asked.waitFor();
  await accessible(admin, "the question before an account is closed");
  await asked.getByRole("button", { name: "Бұрынғыша қалдыру" }).click();
  await asked.waitFor({ state: "detached" });
  assert.equal(await page.getByRole("dialog").count(), 0, "nobody is signed out before the answer");
  await admin.getByRole("button", { name: "Өшіру", exact: true }).click();
  await asked.getByRole("button", { name: "Өшіру" }).click();
  await page.getByRole("dialog", { name: "Сеансыңыз аяқталды" }).waitFor();
  assert.ok(LOGINS.CLINIC_ADMIN);
}

/**
 * Walks journeys one after another in one Node and one Chromium, because to start them takes as long as a short journey.
 * Each line of the input is `["name", …words]`; it is answered by a line, `null` or what went wrong.
 */
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import { journey } from "./browser.mjs";

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...words] = JSON.parse(line);
  const failure = await import(`./${name}.mjs`)
    .then(({ default: walk }) => journey(walk, ...words))
    .then(() => null, (error) => inspect(error));
  console.log(JSON.stringify(failure));
}
process.exit();

import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FIELDS, OPERATIONS } from "./operations";

const DOCUMENT = /^\s*(?:query|mutation|subscription) (\w+)/gm;
const READINGS = /^type (?:Query|Subscription) \{(.*?)^\}/gms;
const MUTATIONS = /^type Mutation \{(.*?)^\}/ms;

const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

test("every document of the client has its words in the journal", () => {
  const source = new URL("../", import.meta.url);
  const files = globSync("**/*.{ts,tsx}", { cwd: source }).filter((file) => !file.endsWith(".test.ts"));
  const documents = files.flatMap((file) => named(readFileSync(new URL(file, source), "utf8"), DOCUMENT));
  expect(documents.length).toBeGreaterThan(100);
  expect(documents.filter((name) => !(name in OPERATIONS))).toEqual([]);
});

test("so has every change that the schema allows", () => {
  const schema = readFileSync(new URL("../../../schema/schema.graphql", import.meta.url), "utf8");
  const changes = named(MUTATIONS.exec(schema)?.[1] ?? "", /^ {2}(\w+)\(/gm).map(capital);
  expect(changes.length).toBeGreaterThan(50);
  expect(changes.filter((name) => !(name in OPERATIONS))).toEqual([]);
});

test("what is asked for without a name has the words of a document of ours", () => {
  const schema = readFileSync(new URL("../../../schema/schema.graphql", import.meta.url), "utf8");
  const readings = named(schema, READINGS).flatMap((fields) => named(fields, /^ {2}(\w+)\b/gm));
  expect(readings).toContain("patients");
  expect(Object.keys(FIELDS).filter((field) => !readings.includes(field))).toEqual([]);
  expect(Object.values(FIELDS).filter((document) => !(document in OPERATIONS))).toEqual([]);
});

/**
 * Writes dist/documents.json, `{sha256: document}`: the only operations that a browser's session may run in production.
 * The text is made by the same functions that make it in the browser, so the hashes are the same.
 */
import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { formatDocument, stringifyDocument } from "@urql/core";
import { graphql as tada } from "gql.tada";
import type { DocumentNode, OperationDefinitionNode } from "graphql";

const DECLARED = /const (\w+) = graphql\(\s*`([\s\S]*?)`,?\s*(?:\[([^\]]*)\],?\s*)?\)/g;
const graphql = tada as unknown as (text: string, fragments: DocumentNode[]) => DocumentNode;

interface Declared {
  text: string;
  fragments: string[];
}

function readSources(): Map<string, Declared> {
  const declared = new Map<string, Declared>();
  for (const file of globSync("src/**/*.{ts,tsx}"))
    for (const [, name = "", text = "", fragments = ""] of readFileSync(file, "utf8").matchAll(DECLARED)) {
      if (declared.has(name)) throw new Error(`Two documents are named ${name}; name them differently.`);
      declared.set(name, {
        text,
        fragments: fragments
          .split(",")
          .map((one) => one.trim())
          .filter(Boolean),
      });
    }
  return declared;
}

const sources = readSources();

function build(name: string): DocumentNode {
  const found = sources.get(name);
  if (!found) throw new Error(`The fragment ${name} is not declared as \`const ${name} = graphql(\`.`);
  return graphql(found.text, found.fragments.map(build));
}

const isOperation = (document: DocumentNode) =>
  document.definitions.some((part): part is OperationDefinitionNode => part.kind === "OperationDefinition");

const texts = [...sources.keys()]
  .map(build)
  .filter(isOperation)
  .map((document) => stringifyDocument(formatDocument(document as never)));
const manifest = Object.fromEntries(texts.map((text) => [createHash("sha256").update(text).digest("hex"), text]));
writeFileSync("dist/documents.json", JSON.stringify(manifest));
console.log(`${texts.length} documents may run`);

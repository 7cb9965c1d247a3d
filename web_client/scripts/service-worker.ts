/** Writes dist/service-worker.js: which files belong to this build, under a name that changes with any of them. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

interface Chunk {
  file: string;
  css?: string[];
  assets?: string[];
}

const manifest: Record<string, Chunk> = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
const built = Object.values(manifest).flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets]);
const files = ["/index.html", ...[...new Set(built)].sort().map((file) => `/${file}`)];
const content = files.map((file) => readFileSync(`dist${file}`));
const hash = createHash("sha256")
  .update(JSON.stringify(files))
  .update(Buffer.concat(content))
  .digest("hex")
  .slice(0, 16);
const head = `const CACHE = "emhana-${hash}";\nconst FILES = ${JSON.stringify(files)};\n`;
writeFileSync("dist/service-worker.js", head + readFileSync("scripts/worker.js", "utf8"));
console.log(
  `${files.length} files, ${Math.round(Buffer.concat(content).length / 1000)} kB, are kept for pages without a network`,
);

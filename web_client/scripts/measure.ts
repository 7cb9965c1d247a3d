/** Fails when the first screen of the staff's client asks for more JavaScript than the limit. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 200;
const FIRST_SCREEN = ["index.html", "locales/kk.po", "src/desk/Desk.tsx", "src/desk/DeskStart.tsx"];

interface Chunk {
  file: string;
  imports?: string[];
}

const manifest: Record<string, Chunk> = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`The build has no ${name}`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const next of chunk.imports ?? []) filesOf(next, seen);
  return seen;
}

const files = new Set(FIRST_SCREEN.flatMap((name) => [...filesOf(name)]));
const kb = (file: string) => gzipSync(readFileSync(`dist/${file}`)).length / 1000;
const total = [...files].reduce((sum, file) => sum + kb(file), 0);
for (const file of [...files].sort((a, b) => kb(b) - kb(a)).slice(0, 6))
  console.log(`${kb(file).toFixed(1).padStart(7)} kB  ${file}`);
console.log(`${total.toFixed(1).padStart(7)} kB gzip of JavaScript for the first screen (limit ${LIMIT_KB})`);
if (total > LIMIT_KB) process.exit(1);

/**
 * Writes what follows from schema/: the types in src/config/schema-types.ts and analysis-types.ts, and the page
 * docs/configuration.md; and from the first lines of experiments/: the table of their settings in docs/reproduction.md.
 *
 *     npm run schema               writes all
 *     npm run schema -- --check    writes nothing and fails where one is stale
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { generateDocs } from "./generate-docs.mjs";
import { generateSettings } from "./generate-settings.mjs";
import { generateAnalysisTypes, generateTypes } from "./generate-types.mjs";

const ROOT = join(import.meta.dirname, "..");

const OUTPUTS = [
  { path: "src/config/schema-types.ts", generate: generateTypes },
  { path: "src/config/analysis-types.ts", generate: generateAnalysisTypes },
  { path: "docs/configuration.md", generate: generateDocs },
  { path: "docs/reproduction.md", generate: generateSettings },
];

const stale = [];
for (const { path, generate } of OUTPUTS) {
  const text = await generate(join(ROOT, "schema"));
  if (readOrEmpty(join(ROOT, path)) === text) continue;
  stale.push(path);
  if (!process.argv.includes("--check")) writeFileSync(join(ROOT, path), text);
}

if (process.argv.includes("--check") && stale.length > 0) {
  console.error(`Stale: ${stale.join(", ")}. Run npm run schema`);
  process.exitCode = 1;
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // not written yet
  }
}

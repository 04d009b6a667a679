/**
 * Rewrites the table under "One row for each experiment" of docs/reproduction.md from the answers of runs:
 *
 *     npx lsgan report $(npx lsgan reproduce --full --list) $(npx lsgan reproduce --list)
 *     node scripts/reproduction-table.mjs [RUNS_FOLDER]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { readRows } from "./experiment-list.mjs";
import { REPRODUCTION_PAGE, withTable } from "./reproduction-page.mjs";

const [runs = join(import.meta.dirname, "../runs")] = process.argv.slice(2);

const { answers } = JSON.parse(readFileSync(join(runs, "answers.json"), "utf8"));
const ids = readIds();
const page = withTable("## One row for each experiment", [
  "| id | file | question | answer | runs | seeds | verdict |",
  "|---|---|---|---|--:|--:|---|",
  ...answers.map(rowOf),
]);
writeFileSync(REPRODUCTION_PAGE, page);

/** Ids of our list by file. */
function readIds() {
  const found = new Map();
  for (const { id, path, variants } of readRows())
    for (const file of [path, ...variants]) found.set(`experiments/${file}`, id);
  return found;
}

function rowOf(answer) {
  const { file, question, kind } = answer;
  const name = basename(file, ".yaml");
  const columns = kind === "analysis" ? ofAnalysis(answer) : ofTraining(answer);
  return `| ${[ids.get(file) ?? "?", `[${name}](../${file})`, question ?? "", ...columns].join(" | ")} |`;
}

function ofAnalysis({ claims }) {
  const evidence = claims.map((claim) => claim.evidence).join("; ");
  return [evidence, "none", "–", [...new Set(claims.map(({ verdict }) => verdict))].join("; ")];
}

function ofTraining({ runs: { ended, planned }, seeds, claims, values }) {
  const counts = [`${ended} of ${planned}`, `${seeds.ended} of ${seeds.planned}`];
  if (ended === 0) return ["not run", ...counts, "undecided"];
  const asked = claims.find(({ primary }) => primary) ?? claims[0];
  const metric = asked?.claim.split(" of ")[0] ?? values[0]?.metric;
  const cells = values.filter((value) => value.metric === metric);
  const answer = `${metric}: ${cells.map(({ text, cell }) => `${text} ${shortened(cell)}`).join("; ")}`;
  if (ended < planned)
    return [answer, ...counts, `undecided, ${seeds.ended} of ${seeds.planned} seeds`];
  const verdicts = claims.map(({ verdict, claim }) => `${verdict}: ${shortened(claim)}`);
  return [answer, ...counts, verdicts.join("; ") || "no claim declared"];
}

/** Names of cells as the page's text has them. */
function shortened(text) {
  return text
    .replaceAll("objective: cross-entropy", "regular GAN")
    .replaceAll("objective: least-squares, ", "")
    .replaceAll(", discriminatorScale: none", "")
    .replaceAll("discriminatorScale: labels", "matched");
}

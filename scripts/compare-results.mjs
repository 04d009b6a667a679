/**
 * Says whether runs gave the numbers of the committed tables in docs/results, experiment by experiment:
 *
 *     npm run reproduce
 *     node scripts/compare-results.mjs [RUNS_FOLDER]
 *
 * Compared is all of summary.md but when a claim was declared and what was known by then. Exit code 1: some number differs,
 * or there is nothing to compare.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const [runs = join(ROOT, "runs")] = process.argv.slice(2);

const results = readdirSync(join(ROOT, "docs/results")).map((file) => compare(file));
const compared = results.filter((isSame) => isSame !== null);
const same = compared.filter((isSame) => isSame).length;
console.log(
  `${same} of ${compared.length} experiments of ${runs} have the numbers of docs/results (${results.length} are there)`,
);
if (same < compared.length || compared.length === 0) process.exitCode = 1;

/** Null where these runs have no such experiment. */
function compare(file) {
  const name = file.replace(/\.md$/, "");
  const path = join(runs, name, "summary.md");
  if (!existsSync(path)) return null;
  const [committed, ours] = [join(ROOT, "docs/results", file), path].map(linesOf);
  const longest = committed.length > ours.length ? committed : ours;
  const at = longest.findIndex((_, i) => committed[i] !== ours[i]);
  const isSame = at === -1;
  const show = (lines) => lines[at] ?? "nothing more";
  const lines = isSame ? [] : [`  committed: ${show(committed)}`, `  here:      ${show(ours)}`];
  console.log([`${isSame ? "same     " : "different"}  ${name}`, ...lines].join("\n"));
  return isSame;
}

/** Without what is no result: how wide a table is set, where the runs are, when claims were declared. */
function linesOf(path) {
  return readFileSync(path, "utf8")
    .replaceAll(/ --runs-dir [^ `]*/g, "")
    .replaceAll(/; (declared \d|not in plan\.json|not written down).*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^[|:\- ]+$/.test(line))
    .map((line) => line.replaceAll(/ +/g, " ").trim());
}

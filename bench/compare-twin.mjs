/**
 * Compares our runs of the ring with those of bench/peers/ring_twin.py by the rule of docs/ring-twin.md, and prints Markdown.
 *
 *     node bench/compare-twin.mjs runs/label-schemes-ring twin.jsonl
 */
import { loadLibrary } from "./load.mjs";
import { readOurs, readTwin } from "./twin-runs.mjs";

const STEPS = [5000, 15000, 40000];
const MARGINS = {
  "high-quality-share": [0.01, 0.01, 0.15],
  "modes-20": [1, 1, 2],
  "near-share": [0.15, 0.2, 0.2],
  "reverse-kl": [0.4, 0.4, 0.4],
};
const OUTCOMES = ["covered", "collapsed", "off-target"];
const NAMES = { lsgan: "(0, 1, 1)", gan: "regular GAN" };
const SEEDS = 10;
const SIGNIFICANCE = 0.05;

const [directory, file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Expected the directory of our runs and the twin's file of JSON lines");
  process.exit(1);
}
const lab = await loadLibrary();
const ours = readOurs(directory);
const twin = readTwin(file);
const cells = Object.keys(NAMES);
const pairs = cells.map((cell) => ({ name: NAMES[cell], first: ours[cell], second: twin[cell] }));
const control = [{ name: "control", first: ours.lsgan, second: ours.gan }];

console.log(`## Ours beside the twin\n\n${describeRuns(pairs)}\n`);
const rows = judge(compareMetrics(pairs));
const outcomes = compareOutcomes(pairs);
console.log(printMetrics(rows, ["ours", "twin"]));
console.log(printOutcomes(outcomes, ["ours", "twin"]));
console.log(`${conclude(rows, outcomes)}\n`);
console.log("## Control: our (0, 1, 1) as if our regular GAN were its twin\n");
const controlled = judge(compareMetrics(control));
console.log(printMetrics(controlled, ["(0, 1, 1)", "regular GAN"]));
console.log(printOutcomes(compareOutcomes(control), ["(0, 1, 1)", "regular GAN"]));
console.log(`${count(controlled)}\n`);
console.log("## Every value\n");
console.log(printValues(pairs));

/** One metric of all runs that have reached a step, in the order of their seeds. */
function valuesAt(runs, step, tag) {
  const seeds = [...runs.keys()].filter((seed) => seed <= SEEDS).sort((a, b) => a - b);
  return seeds.flatMap((seed) => runs.get(seed).get(step)?.get(tag) ?? []);
}

function compareMetrics(compared) {
  return compared.flatMap(({ name, first, second }) =>
    Object.entries(MARGINS).flatMap(([tag, margins]) =>
      STEPS.map((step, i) => ({
        name,
        tag,
        step,
        margin: margins[i],
        groups: [first, second].map((runs) => valuesAt(runs, step, tag)),
      })),
    ),
  );
}

/** The rule; p-values are adjusted over all rows. */
function judge(compared) {
  const tested = compared.map((row) => ({ ...row, ...testRow(row) }));
  const adjusted = lab.adjustHolm(tested.map(({ p }) => p ?? 1));
  return tested.map((row, i) => ({
    ...row,
    adjusted: adjusted[i],
    verdict: verdictOf(row, adjusted[i]),
  }));
}

function testRow({ groups: [first, second], margin }) {
  if (Math.min(first.length, second.length) < 2) return { p: null };
  const difference = lab.unpairedDifference(first, second);
  return {
    difference: difference.value,
    interval: lab.differenceInterval(difference, 0.95),
    equivalence: lab.equivalenceP(difference, margin),
    allEqual: new Set([...first, ...second]).size === 1,
    p: lab.permutationTest(first, second).p,
  };
}

function verdictOf({ p, interval, margin, equivalence, allEqual, groups }, adjusted) {
  if (groups.some((values) => values.length < SEEDS)) return "undecided: runs are missing";
  const isOutside = interval !== null && (interval.low > margin || interval.high < -margin);
  if (isOutside || (p !== null && adjusted < SIGNIFICANCE)) return "**apart**";
  return allEqual || (equivalence ?? 1) < SIGNIFICANCE ? "within" : "undecided";
}

function compareOutcomes(compared) {
  const rows = compared.flatMap(({ name, first, second }) =>
    STEPS.flatMap((step) =>
      OUTCOMES.map((tag) => {
        const groups = [first, second].map((runs) => {
          const values = valuesAt(runs, step, tag);
          return { successes: values.filter((value) => value === 1).length, trials: values.length };
        });
        return { name, step, tag, groups, p: lab.fisherExact(...groups) };
      }),
    ),
  );
  const adjusted = lab.adjustHolm(rows.map(({ p }) => p));
  return rows.map((row, i) => ({ ...row, adjusted: adjusted[i] }));
}

function printMetrics(judged, [one, other]) {
  const lines = judged.map((row) => {
    const { name, tag, step, margin, groups, difference, interval } = row;
    const [first, second] = groups.map(showMean);
    const range = interval ? ` [${show(interval.low)}, ${show(interval.high)}]` : "";
    const shown = difference === undefined ? "–" : `${show(difference)}${range}`;
    const ps = [row.equivalence, row.p, row.p === null ? null : row.adjusted].map(showP);
    return [
      name,
      `\`${tag}\``,
      showStep(step),
      first,
      second,
      shown,
      `± ${margin}`,
      ...ps,
      row.verdict,
    ];
  });
  const columns = ["cell", "metric", "step", one, other, "difference [95 %]", "margin"];
  return table([...columns, "p of TOST", "p of permutation", "Holm", "verdict"], lines);
}

function printOutcomes(rows, [one, other]) {
  const lines = rows.map(({ name, step, tag, groups, p, adjusted }) => {
    const counts = groups.map(({ successes, trials }) => `${successes} of ${trials}`);
    return [name, showStep(step), `\`${tag}\``, ...counts, showP(p), showP(adjusted)];
  });
  return table(["cell", "step", "outcome", one, other, "p of Fisher", "Holm"], lines);
}

function printValues(compared) {
  const lines = compared.flatMap(({ name, first, second }) =>
    Object.keys(MARGINS).flatMap((tag) =>
      STEPS.map((step) => {
        const [our, their] = [first, second].map((runs) =>
          valuesAt(runs, step, tag)
            .sort((a, b) => a - b)
            .map(show)
            .join(" "),
        );
        return [name, `\`${tag}\``, showStep(step), our, their];
      }),
    ),
  );
  return table(["cell", "metric", "step", "ours, sorted", "twin, sorted"], lines);
}

function describeRuns(compared) {
  const counts = compared.map(({ name, first, second }) => {
    const ended = [first, second].map((runs) => valuesAt(runs, STEPS.at(-1), "modes-20").length);
    return `${name}: ${ended[0]} of ours and ${ended[1]} of the twin's ${SEEDS} seeds have reached the last step`;
  });
  return `${counts.join("; ")}.`;
}

function conclude(judged, outcomeRows) {
  const isMissing = judged.some(({ groups }) => groups.some((values) => values.length < SEEDS));
  const differ = outcomeRows.filter(({ adjusted }) => adjusted < SIGNIFICANCE).length;
  const apart = judged.filter(({ verdict }) => verdict === "**apart**").length + differ;
  const verdict = isMissing
    ? "Undecided, runs are missing"
    : apart > 0
      ? "They differ"
      : "They agree";
  return `**${verdict}.** ${count(judged)} Outcomes with p < ${SIGNIFICANCE} after Holm: ${differ} of ${outcomeRows.length}.`;
}

function count(judged) {
  const of = (start) => judged.filter(({ verdict }) => verdict.startsWith(start)).length;
  return `Of ${judged.length} rows ${of("within")} are within, ${of("undecided")} undecided, ${of("**apart")} apart.`;
}

function table(columns, lines) {
  const line = (entries) => `| ${entries.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...lines.map(line), ""].join("\n");
}

function showMean(values) {
  const { n, mean, interval } = lab.estimateMean(values);
  if (mean === null) return "–";
  const half = interval === null ? "" : ` ± ${show(interval.high - mean)}`;
  return `${show(mean)}${half}${n < SEEDS ? ` (n = ${n})` : ""}`;
}

function showStep(step) {
  return step.toLocaleString("en");
}

function show(value) {
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

function showP(p) {
  return p === null || p === undefined ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3);
}

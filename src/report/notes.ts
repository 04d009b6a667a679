/** The sentences under a summary's table: what its numbers mean, what is missing, where things are. */
import { shortLabels } from "../shared/short-labels.ts";
import { printable } from "../shared/terminal-text.ts";
import type { MissingRun, Summary } from "./summary.ts";

const SHOWN_RUNS = 10;

/** How to read the table; only what applies to it. */
export function readingNotes(summary: Summary): readonly string[] {
  const { cells, columns, keepsStale, lastEvaluations } = summary;
  const some = (test: (cell: Summary["cells"][number]) => boolean): boolean => cells.some(test);
  const isMarked = keepsStale && some(({ stale }) => stale > 0);
  return [
    ...(columns.length > 0
      ? [
          ...(lastEvaluations > 1
            ? [
                `Values: each run's is the mean of its last ${String(lastEvaluations)} evaluations; covered, collapsed and off-target are of the last alone.`,
              ]
            : []),
          "Metrics: mean over seeds with its 95 % interval (t; exact where all values are equal; Wilson for shares of runs and of reference samples).",
        ]
      : []),
    ...(some(({ losses }) => losses !== null)
      ? [
          "Losses: over the last logging window, in brackets their value where generated and real data are alike; divided by (b−a)² under least squares. Losses of different objectives measure different things: rank none by them.",
        ]
      : []),
    ...(some(({ diverged }) => diverged > 0)
      ? [
          "† Of the runs that survived: a diverged run has no final metrics, so these means flatter their cell.",
        ]
      : []),
    ...(some(({ outcomes }) => outcomes.some(({ fisherP }) => fisherP !== null))
      ? [
          "How runs ended: each run counts once, for the first outcome it meets; Wilson's 95 % interval of the share. p: Fisher's exact test against the baseline, not adjusted, no verdict.",
        ]
      : some(({ outcomes }) => outcomes.length > 0)
        ? [
            "How runs ended: each run counts once, for the first outcome it meets; Wilson's 95 % interval of the share.",
          ]
        : []),
    ...fullLabels(cells),
    ...(isMarked
      ? ["Stale runs were made by another version or executor: compare their cells with care."]
      : []),
  ];
}

/** What shortened names leave out. */
function fullLabels(cells: Summary["cells"]): readonly string[] {
  const shown = shortLabels(cells.map(({ label }) => label));
  return cells.flatMap(({ fullLabel }, i) =>
    fullLabel === shown[i] ? [] : [`“${shown[i] ?? ""}” in full: ${fullLabel}`],
  );
}

/** One line for each run without a result of today, failed ones first, ten at most. */
export function missingNotes({ missing }: Summary): readonly string[] {
  if (missing.length === 0) return [];
  const [failed, others] = [true, false].map((isFailed) =>
    missing.filter(({ state }) => (state === "failed") === isFailed),
  );
  const lines = [...(failed ?? []), ...(others ?? [])].slice(0, SHOWN_RUNS).map(describeRun);
  const rest = missing.length - lines.length;
  return [
    `${String(missing.length)} ${missing.length === 1 ? "run is" : "runs are"} not in the table:`,
    ...lines.map((line) => `  ${line}`),
    ...(rest > 0 ? [`  and ${String(rest)} more`] : []),
  ];
}

function describeRun({ cell, seed, state, reason, log }: MissingRun): string {
  const where = state === "failed" ? `; log: ${log}` : "";
  return `${printable(cell)}, seed ${String(seed)}: ${printable(reason)}${where}`;
}

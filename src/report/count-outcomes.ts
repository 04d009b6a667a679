/** How the runs of each cell ended, by the declared outcomes: shares with intervals, and tests against the baseline. */
import type { OutcomeRule } from "../config/experiment.ts";
import { fisherExact } from "./statistics/fisher.ts";
import { wilsonInterval } from "./statistics/intervals.ts";
import { classifyRun } from "./statistics/outcome-rules.ts";
import type { EndedRun, OutcomeShare } from "./summary.ts";

/**
 * Each cell's outcomes: those of the rules in their order, then `diverged` and `other`. Every run has exactly one.
 * `baseline`: the index of the cell that the others are tested against, or null.
 */
export function countOutcomes(
  rules: readonly OutcomeRule[],
  cells: readonly (readonly EndedRun[])[],
  baseline: number | null,
): readonly (readonly OutcomeShare[])[] {
  const names = [...rules.map(({ name }) => name), "diverged", "other"];
  const found = cells.map((runs) =>
    runs.map(({ metrics, lastEvaluation }) =>
      classifyRun(rules, { diverged: metrics === null, metrics: lastEvaluation }),
    ),
  );
  const other = baseline === null ? null : (found[baseline] ?? null);
  return found.map((outcomes, i) =>
    names.map((name) => {
      const group = countIn(outcomes, name);
      const compared = other === null || i === baseline ? null : countIn(other, name);
      return {
        name,
        count: group.successes,
        runs: group.trials,
        interval: group.trials === 0 ? null : wilsonInterval(group.successes, group.trials),
        fisherP:
          compared === null || group.trials === 0 || compared.trials === 0
            ? null
            : fisherExact(group, compared),
      };
    }),
  );
}

const countIn = (
  outcomes: readonly string[],
  name: string,
): { readonly successes: number; readonly trials: number } => ({
  successes: outcomes.filter((outcome) => outcome === name).length,
  trials: outcomes.length,
});

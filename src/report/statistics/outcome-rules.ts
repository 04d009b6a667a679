/** Outcome rules that an experiment declares before its runs: each run gets the first rule's name that it meets. */

import type { OutcomeBounds, OutcomeRule } from "../../config/experiment.ts";

/** `diverged` for a run without final metrics because it diverged, `other` where no rule is met. */
export function classifyRun(
  rules: readonly OutcomeRule[],
  run: { readonly diverged: boolean; readonly metrics: Readonly<Record<string, number>> },
): string {
  if (run.diverged) return "diverged";
  const met = rules.find(({ when }) =>
    Object.entries(when).every(([tag, bounds]) => isWithin(run.metrics[tag], bounds)),
  );
  return met?.name ?? "other";
}

/** A metric that was not measured, or is not a number, keeps no bound. */
function isWithin(value: number | undefined, bounds: OutcomeBounds): boolean {
  if (value === undefined || Number.isNaN(value)) return false;
  const { atLeast = -Infinity, atMost = Infinity, above, below } = bounds;
  return (
    value >= atLeast &&
    value <= atMost &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

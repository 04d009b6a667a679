/** Outcome rules that an experiment declares before its runs: each run gets the first rule's name that it meets. */

export interface OutcomeRule {
  readonly name: string;
  /** All of these must hold, by metric tag. */
  readonly when: Readonly<Record<string, Bound>>;
}

export type Bound =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly above: number }
  | { readonly below: number };

/** `diverged` for a run without final metrics because it diverged, `other` where no rule is met. */
export function classifyRun(
  rules: readonly OutcomeRule[],
  run: { readonly diverged: boolean; readonly metrics: Readonly<Record<string, number>> },
): string {
  if (run.diverged) return "diverged";
  const met = rules.find(({ when }) =>
    Object.entries(when).every(([tag, bound]) => isWithin(run.metrics[tag], bound)),
  );
  return met?.name ?? "other";
}

/** A metric that was not measured, or is not a number, meets no bound. */
function isWithin(value: number | undefined, bound: Bound): boolean {
  if (value === undefined || Number.isNaN(value)) return false;
  if ("atLeast" in bound) return value >= bound.atLeast;
  if ("atMost" in bound) return value <= bound.atMost;
  if ("above" in bound) return value > bound.above;
  return value < bound.below;
}

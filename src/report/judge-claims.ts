/** The claims of a plan judged by its runs, each with when it was declared. */
import type { PlannedClaim } from "../plan/claims.ts";
import type { Declarations } from "../plan/plan-file.ts";
import type { Plan } from "../plan/plan.ts";
import { judgeClaims } from "./statistics/claims.ts";
import type { ClaimEvidence, SeedOutcome } from "./statistics/claims.ts";
import type { EndedRun, JudgedClaim, MetricColumn } from "./summary.ts";

export interface ClaimSources {
  readonly plan: Pick<Plan, "cells" | "claims">;
  readonly declarations: Declarations;
  readonly columns: readonly MetricColumn[];
  /** Runs that count, by their cell's index. */
  readonly runs: readonly (readonly EndedRun[])[];
  /** Planned replicates, by the cell's index. */
  readonly planned: readonly number[];
}

/** One for each comparison, in the plan's order. */
export function judgePlan({
  plan,
  declarations,
  ...sources
}: ClaimSources): readonly JudgedClaim[] {
  const evidence = plan.claims.map((claim) => gatherEvidence(plan, claim, sources));
  return judgeClaims(evidence).map((verdict, i) => ({
    ...verdict,
    primary: plan.claims[i]?.primary ?? false,
    ...(declarations.claims[i] ?? { declaredAt: null, resultsBefore: 0 }),
  }));
}

function gatherEvidence(
  { cells }: Pick<Plan, "cells">,
  { metric, cell, baseline, relation, margin, paired }: PlannedClaim,
  { columns, runs, planned }: Pick<ClaimSources, "columns" | "runs" | "planned">,
): ClaimEvidence {
  const labelOf = (index: number): string => cells[index]?.label ?? "";
  const outcomesOf = (index: number): readonly SeedOutcome[] =>
    (runs[index] ?? []).map(({ seed, metrics }) => ({ seed, value: finiteOf(metrics, metric) }));
  return {
    claim: { metric, cell: labelOf(cell), baseline: labelOf(baseline), relation, margin, paired },
    // Where an extension does not say which is better, larger is.
    better: columns.find(({ tag }) => tag === metric)?.better ?? "higher",
    isOutcome: columns.find(({ tag }) => tag === metric)?.type === "outcome",
    cell: outcomesOf(cell),
    baseline: outcomesOf(baseline),
    planned: { cell: planned[cell] ?? 0, baseline: planned[baseline] ?? 0 },
  };
}

/** Null for a run that diverged, and for a value that is not finite: both rank worst. */
function finiteOf(metrics: EndedRun["metrics"], tag: string): number | null {
  const value = metrics?.[tag];
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Runs that a summary names one by one. */
import type { Plan } from "../plan/plan.ts";
import { runPaths } from "../runs/paths.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import type { MissingRun } from "./summary.ts";

/** A run whose result is that it diverged. */
export function describeDiverged(plan: Plan, run: SurveyedRun): MissingRun {
  const { step = 0, what = "" } = run.result?.diverged ?? {};
  return {
    ...describeMissing(plan, run),
    reason: `diverged at step ${String(step)} (${what} is not finite)`,
  };
}

/** A run without a result of today. */
export function describeMissing(
  { cells }: Plan,
  { run, state, reason, directory }: SurveyedRun,
): MissingRun {
  return {
    cell: cells[run.cell]?.label ?? "",
    seed: run.seed,
    state,
    reason,
    log: runPaths(directory).log,
  };
}

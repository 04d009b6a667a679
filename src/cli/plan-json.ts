/** `lsgan plan --json`: the whole plan, for programs. */
import { labelFacts } from "../plan/label-facts.ts";
import { groupByLabels } from "../plan/label-groups.ts";
import { isToRun } from "../runs/survey.ts";
import type { Forecast } from "./forecast.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";

export interface PlanJsonParts {
  readonly keepStale: boolean;
  readonly forecast: Forecast | null;
  /** Why data would have to be fetched. */
  readonly missing: readonly string[];
}

/** Plain data. Cells are referred to by their index. */
export function planJson(
  { plan, paths, survey, executors }: SurveyedSweep,
  { keepStale, forecast, missing }: PlanJsonParts,
): Readonly<Record<string, unknown>> {
  return {
    experiment: plan.experiment,
    question: plan.question,
    directory: paths.directory,
    warnings: plan.warnings.map(({ position: { file, line, column }, message }) => ({
      file,
      line,
      column,
      message,
    })),
    cells: plan.cells.map(({ name, label, fullLabel, axes, hash, spec }, i) => ({
      name,
      label,
      fullLabel,
      axes,
      hash,
      executor: executors[i],
      labelFacts: spec.objective.kind === "least-squares" ? labelFacts(spec.objective) : null,
    })),
    labelGroups: groupByLabels(plan.cells.map(({ spec }) => spec)),
    runs: survey.map(({ run, directory, state, reason, elsewhere }) => ({
      ...run,
      directory,
      state,
      reason,
      wouldRun: isToRun(state, { keepStale }),
      takenFrom: elsewhere?.directory ?? null,
    })),
    claims: plan.claims,
    outcomes: plan.outcomes,
    lastEvaluations: plan.lastEvaluations,
    missingData: missing,
    forecast,
  };
}

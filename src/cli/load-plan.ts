/** An experiment file → its plan, checked as far as can be without running anything. */
import type { Experiment } from "../config/experiment.ts";
import { loadExperiment } from "../config/load.ts";
import { ConfigError } from "../config/issue.ts";
import { buildPlan } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { refuseAnalysis } from "./analysis.ts";
import { checkPlan } from "./check-plan.ts";
import { warnOfUndecidable } from "./claim-lines.ts";
import { seedSettings } from "./options.ts";
import type { PlanOptions } from "./options.ts";

export interface LoadedPlan {
  readonly experiment: Experiment;
  readonly plan: Plan;
}

/**
 * Loads, expands and checks: settings, networks, batches and metrics of every cell.
 *
 * @throws ConfigError with every mistake, each blamed on its line
 */
export async function loadPlan(
  file: string,
  { set, seeds }: Pick<PlanOptions, "set" | "seeds">,
): Promise<LoadedPlan> {
  refuseAnalysis(file);
  const experiment = await loadExperiment(file, { set: [...set, ...seedSettings(seeds)] });
  if (experiment.extensions.length > 0) {
    const { registerExtensions } = await import("../training/register-extensions.ts");
    await registerExtensions(experiment.extensions.map(({ path }) => path));
  }
  const plan = buildPlan(experiment);
  const issues = checkPlan(experiment, plan);
  if (issues.length > 0) throw new ConfigError(issues);
  const warnings = [...plan.warnings, ...warnOfUndecidable(experiment, plan)];
  return { experiment, plan: { ...plan, warnings } };
}

/**
 * `lsgan sweep FILE`: load → plan → check → skip what is done → fetch data → freeze → execute → summarise → exit code.
 */
import { formatIssues } from "../../config/issue.ts";
import { EXIT_CODES } from "../../shared/errors.ts";
import { executeRuns } from "../execute-runs.ts";
import { fetchData } from "../fetch-data.ts";
import { createRunDirectories, freezePlan } from "../freeze-plan.ts";
import { loadPlan } from "../load-plan.ts";
import type { PlanOptions } from "../options.ts";
import { planSummaryLines } from "../plan-lines.ts";
import { incompleteLines, sweepExitCode } from "../summarise.ts";
import { refuseForeign, surveySweep } from "../survey-sweep.ts";

export interface SweepOptions extends PlanOptions {
  readonly dryRun?: boolean;
  readonly keepStale?: boolean;
  readonly failFast?: boolean;
}

/** Trains every run that is not done yet and compares the cells; returns the exit code. */
export async function sweep(file: string, options: SweepOptions): Promise<number> {
  const { dryRun = false, keepStale = false } = options;
  const { experiment, plan } = await loadPlan(file, options);
  if (plan.warnings.length > 0) console.error(`Worth a look:\n\n${formatIssues(plan.warnings)}\n`);

  const found = surveySweep(plan, { runsDir: options.runsDir, keepStale });
  refuseForeign(found.survey);
  for (const line of planSummaryLines(found, { keepStale })) console.log(line);
  if (dryRun) return EXIT_CODES.ok;

  await fetchData(found.toRun, found.plan, options);
  freezePlan(found.plan, found.paths);
  createRunDirectories(experiment, found);
  const outcomes = await executeRuns(found, options);

  const end = { outcomes, keepStale, file };
  for (const line of incompleteLines(found, end)) console.error(line);
  return sweepExitCode(found, end);
}

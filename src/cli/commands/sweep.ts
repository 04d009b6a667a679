/**
 * `lsgan sweep FILE`: load → plan → check → skip what is done → fetch data → freeze → take over what another sweep has →
 * execute → summarise → exit code.
 */
import type { Experiment } from "../../config/experiment.ts";
import { formatIssues } from "../../config/issue.ts";
import { EXIT_CODES } from "../../shared/errors.ts";
import { analysisIn, sweepAnalysis } from "../analysis.ts";
import { executeRuns } from "../execute-runs.ts";
import { fetchData } from "../fetch-data.ts";
import { forecastOptions } from "../forecast-options.ts";
import { forecast } from "../forecast.ts";
import { createRunDirectories, freezePlan } from "../freeze-plan.ts";
import { loadPlan } from "../load-plan.ts";
import type { PlanOptions } from "../options.ts";
import { elsewhereLines, forecastLine, planSummaryLines, reasonLines } from "../plan-lines.ts";
import { summarise } from "../summarise.ts";
import { refuseForeign, surveySweep } from "../survey-sweep.ts";
import type { SurveyedSweep } from "../survey-sweep.ts";
import { takeOverRuns } from "../take-over-runs.ts";

export interface SweepOptions extends PlanOptions {
  readonly dryRun?: boolean;
  readonly keepStale?: boolean;
  readonly failFast?: boolean;
  /** Runs that another sweep has trained are taken over. Default true. */
  readonly reuse?: boolean;
}

/** Trains every run that is not done yet and compares the cells; returns the exit code. */
export async function sweep(file: string, options: SweepOptions): Promise<number> {
  const analysis = analysisIn(file, options);
  if (analysis !== null) return sweepAnalysis(analysis, { ...options, file });
  const { exitCode } = await sweepTraining(file, options);
  return exitCode;
}

export interface SweepEnd {
  readonly exitCode: number;
  /** It was told to stop before every run had ended. */
  readonly stopped: boolean;
}

/** The same for a file that is known to be no analysis. */
export async function sweepTraining(file: string, options: SweepOptions): Promise<SweepEnd> {
  const { dryRun = false, keepStale = false, reuse = true } = options;
  const { experiment, plan } = await loadPlan(file, options);
  if (plan.warnings.length > 0) console.error(`Worth a look:\n\n${formatIssues(plan.warnings)}\n`);

  const found = surveySweep(plan, { runsDir: options.runsDir, keepStale, reuse });
  refuseForeign(found.survey);
  printLines(planSummaryLines(found, { keepStale }));
  if (dryRun) {
    printLines([
      ...elsewhereLines(found),
      ...reasonLines(found, { keepStale }),
      "Nothing was started: this was a dry run.",
    ]);
    return { exitCode: EXIT_CODES.ok, stopped: false };
  }

  printLines(await rememberedForecast(found, experiment, options));
  await fetchData(found.toRun, found.plan, options);
  freezePlan(found);
  const { sweep: left, lines } = takeOverRuns(experiment, found);
  printLines(lines);
  createRunDirectories(experiment, left);
  const outcomes = await executeRuns(left, options);
  const exitCode = await summarise(found, { ...options, file, keepStale });
  return { exitCode, stopped: outcomes.some(({ status }) => status === "cancelled") };
}

/** A sweep tries nothing before it starts: it says how long it takes where that is known. */
async function rememberedForecast(
  found: SurveyedSweep,
  experiment: Experiment,
  options: SweepOptions,
): Promise<readonly string[]> {
  const request = forecastOptions(found, experiment, options);
  const expected = await forecast({ sweep: found, ...request, onlyRemembered: true });
  return expected === null ? [] : [forecastLine(expected)];
}

function printLines(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

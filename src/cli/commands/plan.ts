/** `lsgan plan FILE`: what a sweep would do, why, and what can be said before anything is trained. Writes nothing. */
import { formatIssues } from "../../config/issue.ts";
import { EXIT_CODES, LabError } from "../../shared/errors.ts";
import { analysisIn, planAnalysis } from "../analysis.ts";
import { missingData } from "../fetch-data.ts";
import { forecast } from "../forecast.ts";
import { forecastOptions } from "../forecast-options.ts";
import type { Forecast } from "../forecast.ts";
import { claimLines } from "../claim-lines.ts";
import { loadPlan } from "../load-plan.ts";
import type { LoadedPlan } from "../load-plan.ts";
import type { PlanOptions } from "../options.ts";
import {
  elsewhereLines,
  forecastLine,
  labelLines,
  planSummaryLines,
  reasonLines,
  stateTableLines,
} from "../plan-lines.ts";
import { planJson } from "../plan-json.ts";
import { surveySweep } from "../survey-sweep.ts";
import type { SurveyedSweep } from "../survey-sweep.ts";

export interface PlanCommandOptions extends PlanOptions {
  readonly keepStale?: boolean;
  readonly forecast: boolean;
  readonly json?: boolean;
  /** Runs that another sweep has trained would be taken over. */
  readonly reuse: boolean;
}

/** Prints the plan; returns the exit code. */
export async function plan(file: string, options: PlanCommandOptions): Promise<number> {
  const { keepStale = false, runsDir, reuse } = options;
  const analysis = analysisIn(file, options);
  if (analysis !== null) return planAnalysis(analysis, runsDir);
  const loaded = await loadPlan(file, options);
  const found = surveySweep(loaded.plan, { runsDir, keepStale, reuse });
  const missing = missingData(found.plan, options.dataDir);
  if (options.json === true) {
    const expected = await forecastOf(loaded, found, options);
    console.log(
      JSON.stringify(planJson(found, { keepStale, forecast: expected, missing }), undefined, 2),
    );
    return EXIT_CODES.ok;
  }
  const { warnings } = loaded.plan;
  if (warnings.length > 0) console.error(`Worth a look:\n\n${formatIssues(warnings)}\n`);
  printParagraphs([
    planSummaryLines(found, { keepStale }),
    stateTableLines(found),
    elsewhereLines(found),
    reasonLines(found, { keepStale }),
    labelLines(found.plan),
    claimLines(found.plan),
    missing,
  ]);
  const duration = await describeForecast(loaded, found, options);
  if (duration !== null) console.log(`\n${duration}`);
  return EXIT_CODES.ok;
}

function printParagraphs(paragraphs: readonly (readonly string[])[]): void {
  const texts = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  console.log(texts.join("\n\n"));
}

/** A forecast is a convenience: where it fails, the plan is still right. */
async function describeForecast(
  loaded: LoadedPlan,
  sweep: SurveyedSweep,
  options: PlanCommandOptions,
): Promise<string | null> {
  try {
    const expected = await forecastOf(loaded, sweep, options);
    return expected === null ? null : forecastLine(expected);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return `no forecast: ${error.message}`;
  }
}

async function forecastOf(
  { experiment }: LoadedPlan,
  sweep: SurveyedSweep,
  options: PlanCommandOptions,
): Promise<Forecast | null> {
  if (!options.forecast || sweep.toRun.length === 0) return null;
  return forecast({ sweep, ...forecastOptions(sweep, experiment, options) });
}

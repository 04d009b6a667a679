/** What a forecast is to reckon with, from a command's options. */
import type { Experiment } from "../config/experiment.ts";
import { chooseJobs } from "./execute-runs.ts";
import { dataFolder } from "./fetch-data.ts";
import type { ForecastRequest } from "./forecast.ts";
import { cellOf } from "./freeze-plan.ts";
import type { PlanOptions } from "./options.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";

export function forecastOptions(
  { plan, toRun }: SurveyedSweep,
  { extensions }: Experiment,
  { jobs, dataDir }: Pick<PlanOptions, "jobs" | "dataDir">,
): Omit<ForecastRequest, "sweep" | "onlyRemembered"> {
  const runs = toRun.map(({ run }) => cellOf(plan, run.cell).settings.engine);
  return {
    jobs: chooseJobs(runs, jobs).jobs,
    extensionFiles: extensions.map(({ path }) => path),
    dataDir: dataFolder(dataDir),
  };
}

/** Starts a child for every run that is left, shows how they do, and listens for Ctrl-C while they run. */
import { planBudget } from "../execution/budget.ts";
import { usableCores } from "../execution/cores.ts";
import { createDisplay } from "../execution/display/display.ts";
import type { RunToExecute } from "../execution/events.ts";
import { executePlan } from "../execution/execute-plan.ts";
import { listenForInterrupts } from "../execution/interrupts.ts";
import type { RunOutcome } from "../runs/messages.ts";
import { dataFolder } from "./fetch-data.ts";
import { cellOf } from "./freeze-plan.ts";
import type { PlanOptions } from "./options.ts";
import { WORKER_PATH } from "./package.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";

export interface ExecuteOptions extends Pick<PlanOptions, "jobs" | "dataDir"> {
  readonly failFast?: boolean;
}

/** One outcome for each run of `toRun`, and then for each that another process trained when the sweep began. */
export async function executeRuns(
  sweep: SurveyedSweep,
  options: ExecuteOptions,
): Promise<readonly RunOutcome[]> {
  const runs = [...sweep.toRun, ...sweep.running].map((surveyed) => toExecute(sweep, surveyed));
  if (runs.length === 0) return [];
  const { jobs, warning } = chooseJobs(runs, options.jobs);
  if (warning !== null) console.error(`Worth a look: ${warning}`);
  passDataFolder(options.dataDir);
  const interrupts = listenForInterrupts();
  const skipped = sweep.survey.length - runs.length;
  const display = createDisplay({ runs, skipped, jobs, terminal: process.stderr });
  try {
    return await executePlan({
      runs,
      jobs,
      workerPath: WORKER_PATH,
      interrupts,
      failFast: options.failFast ?? false,
      onEvent: display.show,
    });
  } finally {
    display.close();
    interrupts.close();
  }
}

/** How many of these runs go at once on this machine. */
export function chooseJobs(
  runs: readonly Pick<RunToExecute, "threads">[],
  asked: number | undefined,
): ReturnType<typeof planBudget> {
  return planBudget({
    cores: usableCores(),
    jobs: asked ?? null,
    threads: runs.map(({ threads }) => threads),
  });
}

function toExecute(
  { plan }: SurveyedSweep,
  { run, directory }: SurveyedSweep["toRun"][number],
): RunToExecute {
  const { label, spec, settings } = cellOf(plan, run.cell);
  return {
    id: run.id,
    directory,
    cellLabel: label,
    seed: run.seed,
    steps: spec.training.steps,
    threads: settings.engine.threads,
  };
}

/** Children find data by the environment, so that no path is part of a run's settings. */
function passDataFolder(dataDir: string | undefined): void {
  const folder = dataFolder(dataDir);
  if (folder !== null) process.env["LSGAN_DATA_DIR"] = folder;
}

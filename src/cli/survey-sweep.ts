/** A plan beside what is on disk: which runs a sweep would start, and which it would leave alone. */
import { chooseExecutor } from "../engine/choose-executor.ts";
import { LabError } from "../shared/errors.ts";
import type { Plan } from "../plan/plan.ts";
import { sweepPaths } from "../runs/paths.ts";
import type { SweepPaths } from "../runs/paths.ts";
import { isToRun, keepDirectoryNames, surveyRuns } from "../runs/survey.ts";
import type { SurveyedRun, SurveyState } from "../runs/survey.ts";

export interface SurveyedSweep {
  readonly paths: SweepPaths;
  /** The plan, with the directory names that cells already have. */
  readonly plan: Plan;
  /** The executor of each cell, by its index. */
  readonly executors: readonly string[];
  /** Every run, in the plan's order. */
  readonly survey: readonly SurveyedRun[];
  readonly toRun: readonly SurveyedRun[];
  /** Those that another process trains now: a sweep waits for them. */
  readonly running: readonly SurveyedRun[];
  /** Those that another sweep has trained: a sweep copies them. */
  readonly toTakeOver: readonly SurveyedRun[];
}

export interface SurveyRequest {
  readonly runsDir: string;
  readonly keepStale: boolean;
  /** Whether runs that another sweep has trained are taken over. */
  readonly reuse: boolean;
}

/** Looks up every run of a plan below `runsDir`. */
export function surveySweep(planned: Plan, request: SurveyRequest): SurveyedSweep {
  const { runsDir, keepStale, reuse } = request;
  const paths = sweepPaths(runsDir, planned.experiment);
  const plan = keepDirectoryNames(planned, paths.directory);
  const executors = plan.cells.map(({ settings, spec }) =>
    chooseExecutor(settings.engine.executor, [spec.generator, spec.discriminator]),
  );
  const sweepDirectory = paths.directory;
  const survey = surveyRuns(plan, { sweepDirectory, executors, reuse, keepStale });
  const toRun = survey.filter(({ state }) => isToRun(state, { keepStale }));
  const running = survey.filter(({ state }) => state === "running");
  const toTakeOver = survey.filter(({ state }) => state === "elsewhere");
  return { paths, plan, executors, survey, toRun, running, toTakeOver };
}

/** @throws LabError RUN_DIRECTORY where a run's directory holds another run, or what it holds cannot be read */
export function refuseForeign(survey: readonly SurveyedRun[]): void {
  const foreign = survey.filter(({ state }) => state === "foreign");
  if (foreign.length === 0) return;
  const reasons = foreign.map(({ reason }) => reason).join("\n");
  throw new LabError(
    "RUN_DIRECTORY",
    `${reasons}\nMove the named directories away, or choose another --runs-dir`,
  );
}

/** How many runs are in each state that occurs: `3 done, 1 failed`. */
export function countStates(survey: readonly SurveyedRun[]): string {
  const counts = new Map<SurveyState, number>();
  for (const { state } of survey) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${String(count)} ${state}`).join(", ");
}

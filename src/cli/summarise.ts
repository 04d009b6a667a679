/** The end of a sweep: what came out, what did not, where it is, how to go on, and the exit code. */
import type { RunOutcome } from "../runs/messages.ts";
import { runPaths } from "../runs/paths.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { EXIT_CODES } from "../shared/errors.ts";
import { cellOf } from "./freeze-plan.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";

export interface SweepEnd {
  /** One for each run that was to be run, in that order. */
  readonly outcomes: readonly RunOutcome[];
  readonly keepStale: boolean;
  /** The experiment's file, as it was given. */
  readonly file: string;
}

/** What a sweep says last about runs that did not complete; empty where all did. */
export function incompleteLines(
  sweep: SurveyedSweep,
  { outcomes, file }: SweepEnd,
): readonly string[] {
  const failed = sweep.toRun.flatMap((found, i) => {
    const outcome = outcomes[i];
    return outcome?.status === "failed" ? [failureLine(sweep, found, outcome.error)] : [];
  });
  const stopped = outcomes.filter(({ status }) => status === "cancelled").length;
  const elsewhere = sweep.survey.filter(({ state }) => state === "running");
  return [
    ...failed,
    ...elsewhere.map(({ reason, directory }) => `${directory}: left alone, ${reason}`),
    ...(stopped > 0
      ? [
          `${String(stopped)} of ${String(sweep.plan.runs.length)} runs are left: the same command goes on with them`,
        ]
      : []),
    ...(failed.length > 0 ? [`lsgan sweep ${file} runs failed ones again`] : []),
  ];
}

/** 0 where every run of the plan has a result. */
export function sweepExitCode({ survey }: SurveyedSweep, { outcomes }: SweepEnd): number {
  const incomplete =
    outcomes.some(({ status }) => status === "failed" || status === "cancelled") ||
    survey.some(({ state }) => state === "running");
  return incomplete ? EXIT_CODES.someRunsIncomplete : EXIT_CODES.ok;
}

function failureLine(
  { plan }: SurveyedSweep,
  { run, directory }: SurveyedRun,
  error: string,
): string {
  const { label } = cellOf(plan, run.cell);
  return `failed: ${label}, seed ${String(run.seed)}: ${error} (${runPaths(directory).log})`;
}

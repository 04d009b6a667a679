/** The end of a sweep: the table of what came out, how to go on with what is left, and the exit code. */
import { renderSummary } from "../report/render-summary.ts";
import { summariseSweep } from "../report/summarise.ts";
import { writeSummary } from "../report/write-summary.ts";
import { isToRun } from "../runs/survey.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { EXIT_CODES } from "../shared/errors.ts";
import { readResults } from "./results.ts";
import type { ResultsRequest } from "./results.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";

/** Looks at every run again, writes and prints the summary, and returns the exit code. */
export async function summarise(sweep: SurveyedSweep, request: ResultsRequest): Promise<number> {
  const { keepStale } = request;
  const results = readResults(sweep, request);
  const { survey } = results;
  const summary = summariseSweep(results);
  await writeSummary(summary, results);
  const { isTTY, columns } = process.stdout;
  console.log(renderSummary(summary, { width: columns || 100, colours: isTTY && mayColour() }));
  const left = survey.filter(({ state }) => isToRun(state, { keepStale })).length;
  if (left > 0)
    console.log(
      `${String(left)} of ${String(survey.length)} runs are left: the same command goes on with them.`,
    );
  return sweepExitCode(survey, request);
}

/** 0 where every run of the plan has a result that counts. */
export function sweepExitCode(
  survey: readonly SurveyedRun[],
  { keepStale }: Pick<ResultsRequest, "keepStale">,
): number {
  const isDone = ({ state }: SurveyedRun): boolean =>
    state === "done" || state === "diverged" || (state === "stale" && keepStale);
  return survey.every(isDone) ? EXIT_CODES.ok : EXIT_CODES.someRunsIncomplete;
}

/** See https://no-color.org. */
const mayColour = (): boolean => (process.env["NO_COLOR"] ?? "") === "";

/** What is on disk of a sweep, looked at afresh, with the commands that show it. */
import type { SweepResults } from "../report/summarise.ts";
import { findDeclarations } from "../runs/declarations.ts";
import { surveyRuns } from "../runs/survey.ts";
import { quoteWord } from "./npm-flags.ts";
import type { SeedRange } from "./options.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";

export interface ResultsRequest {
  /** The experiment's file, as it was given. */
  readonly file: string;
  readonly runsDir: string;
  readonly keepStale: boolean;
  /** As typed: they decide which cells and seeds there are. */
  readonly set: readonly string[];
  readonly seeds?: SeedRange;
}

/** Surveys every run again. */
export function readResults(
  { plan, paths, executors }: Pick<SurveyedSweep, "plan" | "paths" | "executors">,
  request: ResultsRequest,
): SweepResults {
  const survey = surveyRuns(plan, { sweepDirectory: paths.directory, executors });
  return {
    plan,
    paths,
    survey,
    keepStale: request.keepStale,
    boardCommand: commandOf("board", request),
    reportCommand: commandOf("report", request),
    declarations: findDeclarations(plan, { planPath: paths.plan, survey, now: null }),
  };
}

/** `npx lsgan board FILE`, with the options that it needs to find the same results. */
export function commandOf(
  command: "sweep" | "report" | "board",
  { file, runsDir, keepStale, set, seeds }: ResultsRequest,
): string {
  const folder = runsDir === "runs" ? [] : ["--runs-dir", runsDir];
  const choice = [
    ...set.flatMap((setting) => ["--set", setting]),
    ...(seeds === undefined ? [] : ["--seeds", formatSeeds(seeds)]),
    ...(keepStale ? ["--keep-stale"] : []),
  ];
  const words = [file, ...folder, ...(command === "board" ? [] : choice)];
  return ["npx", "lsgan", command, ...words.map(quoteWord)].join(" ");
}

/** `8`, or `3-10`. */
function formatSeeds({ first, count }: SeedRange): string {
  return first === null ? String(count) : `${String(first)}-${String(first + count - 1)}`;
}

/**
 * `lsgan report FILE...`: the page of a sweep's results and the tables beside it, of however much there is; of several
 * files each one's, and one page with the answers of all. Trains nothing.
 */
import { EXIT_CODES, LabError } from "../../shared/errors.ts";
import type { ExperimentAnswer } from "../../report/answers/answer.ts";
import { writeReport } from "../../report/write-report.ts";
import { answerPaths } from "../../runs/paths.ts";
import { analysisIn, sweepAnalysis } from "../analysis.ts";
import { answerFile, writeAnswers } from "../answers.ts";
import { loadPlan } from "../load-plan.ts";
import type { PlanOptions } from "../options.ts";
import { commandOf, readResults } from "../results.ts";
import { surveySweep } from "../survey-sweep.ts";

export interface ReportOptions extends Omit<PlanOptions, "jobs" | "dataDir"> {
  readonly keepStale?: boolean;
}

/** Writes the pages, prints where everything is, and returns the exit code. */
export async function report(files: readonly string[], options: ReportOptions): Promise<number> {
  const [file, ...more] = files;
  return file !== undefined && more.length === 0
    ? reportOne(file, options)
    : reportAll(files, options);
}

async function reportAll(files: readonly string[], options: ReportOptions): Promise<number> {
  const { keepStale = false, runsDir } = options;
  const answers: ExperimentAnswer[] = [];
  for (const file of files)
    answers.push(await answerFile({ ...options, file, keepStale, writesReport: true }));
  const paths = answerPaths(runsDir, "answers");
  writeAnswers(paths, { title: "Answers", answers });
  for (const { report: page } of answers) if (page !== null) console.log(page);
  for (const path of [paths.page, paths.data]) console.log(path);
  return EXIT_CODES.ok;
}

async function reportOne(file: string, options: ReportOptions): Promise<number> {
  const { keepStale = false, runsDir } = options;
  const analysis = analysisIn(file, options);
  // It is computed in less time than it takes to see whether it has been.
  if (analysis !== null) return sweepAnalysis(analysis, { file, runsDir });
  const { plan } = await loadPlan(file, options);
  const found = surveySweep(plan, { runsDir, keepStale, reuse: false });
  const request = { ...options, file, keepStale };
  const results = readResults(found, request);
  if (results.survey.every(({ result }) => result === null))
    throw new LabError(
      "USAGE",
      `There are no results in ${found.paths.directory} yet: ${commandOf("sweep", request)} makes them`,
    );
  await writeReport(results, { sweepCommand: commandOf("sweep", request) });
  const { report: page, summaryTable, summary, metrics } = results.paths;
  for (const path of [page, summaryTable, summary, metrics]) console.log(path);
  return EXIT_CODES.ok;
}

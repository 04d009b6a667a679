/** What an experiment file answers by what is on disk of it now, for pages of several experiments. */
import { answerAnalysis } from "../report/answers/answer-analysis.ts";
import { answerTraining } from "../report/answers/answer-training.ts";
import type { ExperimentAnswer } from "../report/answers/answer.ts";
import { renderAnswers } from "../report/answers/render-answers.ts";
import { summariseSweep } from "../report/summarise.ts";
import { writeReport } from "../report/write-report.ts";
import type { AnswerPaths } from "../runs/paths.ts";
import { writableNumbers } from "../runs/narrow.ts";
import { writeFileWhole, writeJson } from "../shared/files.ts";
import { analysisIn, computeAnalysis } from "./analysis.ts";
import { loadPlan } from "./load-plan.ts";
import type { LoadedPlan } from "./load-plan.ts";
import { commandOf, readResults } from "./results.ts";
import type { ResultsRequest } from "./results.ts";
import { surveySweep } from "./survey-sweep.ts";

export interface AnswerOptions extends ResultsRequest {
  readonly problem?: Pick<ExperimentAnswer, "state" | "problem"> | null;
  readonly wallMs?: number | null;
  /** Whether the report's page is written where there is any result. */
  readonly writesReport: boolean;
}

/** @throws ConfigError where the file is wrong */
export async function answerFile(options: AnswerOptions): Promise<ExperimentAnswer> {
  const { file, runsDir, wallMs = null } = options;
  const analysis = analysisIn(file, options);
  if (analysis === null) return answerPlan(await loadPlan(file, options), options);
  const { result, report } = await computeAnalysis(analysis, { file, runsDir });
  const { name, question, files } = analysis;
  return answerAnalysis({ file, files, name, question, result, wallMs, report });
}

async function answerPlan(
  { experiment, plan }: LoadedPlan,
  options: AnswerOptions,
): Promise<ExperimentAnswer> {
  const { file, runsDir, keepStale, problem = null, wallMs = null, writesReport } = options;
  const results = readResults(surveySweep(plan, { runsDir, keepStale, reuse: false }), options);
  const hasResults = results.survey.some(({ result }) => result !== null);
  const report =
    writesReport && hasResults
      ? await writeReport(results, { sweepCommand: commandOf("sweep", options) })
      : null;
  const summary = summariseSweep(results);
  return answerTraining({
    ...{ file, files: experiment.files, results, summary, problem, wallMs },
    report: report ?? (hasResults ? results.paths.report : null),
  });
}

/** Writes a page of answers and the same as data. */
export function writeAnswers(
  { page, data }: AnswerPaths,
  { title, answers }: { readonly title: string; readonly answers: readonly ExperimentAnswer[] },
): void {
  writeJson(data, writableNumbers({ format: 1, answers }));
  writeFileWhole(page, renderAnswers({ title, answers, page }));
}

/** What an analysis answers: its findings need no seeds. */
import type { AnalysisResult } from "../../analysis/result.ts";
import { combineVerdicts } from "./answer.ts";
import type { ExperimentAnswer } from "./answer.ts";
import { fileNotes } from "./file-notes.ts";

export interface AnalysisSources {
  readonly file: string;
  readonly files: readonly string[];
  readonly name: string;
  readonly question: string | null;
  readonly result: AnalysisResult;
  readonly wallMs: number | null;
  readonly report: string | null;
}

export function answerAnalysis({
  file,
  files,
  name,
  question,
  result: { findings },
  wallMs,
  report,
}: AnalysisSources): ExperimentAnswer {
  return {
    ...emptyAnswer(file, name),
    question,
    kind: "analysis",
    state: "done",
    verdict: combineVerdicts(findings.map(({ verdict }) => verdict)),
    claims: findings.map(({ verdict, claim, evidence, source }) => ({
      verdict,
      primary: false,
      claim,
      reason: `by calculation (claim: ${source})`,
      evidence,
    })),
    ours: fileNotes("Ours", files),
    time: { runsMs: 0, wallMs },
    report,
  };
}

/** Of an experiment of which nothing is known but its file. */
export function emptyAnswer(file: string, experiment: string): ExperimentAnswer {
  return {
    file,
    experiment,
    question: null,
    kind: "training",
    state: "not started",
    problem: null,
    runs: { planned: 0, ended: 0, diverged: 0, takenOver: 0 },
    seeds: { ended: 0, planned: 0 },
    verdict: null,
    claims: [],
    values: [],
    outcomes: [],
    labels: null,
    schemeParts: [],
    ours: [],
    time: { runsMs: 0, wallMs: null },
    report: null,
  };
}

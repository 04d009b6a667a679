/** One experiment of a reproduction before it is run: what is left of it, and about how long that takes. */
import { readFileSync } from "node:fs";

import type { Analysis } from "../config/load-analysis.ts";
import { emptyAnswer } from "../report/answers/answer-analysis.ts";
import type { ExperimentAnswer } from "../report/answers/answer.ts";
import { noteIn } from "../report/answers/file-notes.ts";
import { formatDuration } from "../shared/terminal-text.ts";
import { analysisIn } from "./analysis.ts";
import { answerFile } from "./answers.ts";
import { missingData } from "./fetch-data.ts";
import { forecastOptions } from "./forecast-options.ts";
import { forecast } from "./forecast.ts";
import { loadPlan } from "./load-plan.ts";
import type { PlanOptions } from "./options.ts";
import { surveySweep } from "./survey-sweep.ts";

export interface EntryOptions extends Pick<PlanOptions, "jobs" | "runsDir" | "dataDir"> {
  readonly keepStale?: boolean;
  readonly reuse: boolean;
}

export interface ReproductionEntry {
  readonly file: string;
  readonly name: string;
  readonly kind: "training" | "analysis";
  readonly runs: {
    readonly planned: number;
    readonly toTrain: number;
    readonly elsewhere: number;
  };
  /** Wall time of what is left; null where neither a remembered trial nor the file's words say. */
  readonly forecastMs: number | null;
  /** Where the forecast comes from, or what the file says of its cost. */
  readonly basis: string;
  /** Why data would have to be fetched, one line each. */
  readonly missing: readonly string[];
  /** By what is on disk already. */
  readonly answer: ExperimentAnswer;
}

/** @throws ConfigError where the file is wrong */
export async function prepareEntry(
  file: string,
  options: EntryOptions,
): Promise<ReproductionEntry> {
  const analysis = analysisIn(file, { set: [] });
  if (analysis !== null) return analysisEntry(file, analysis);
  const { runsDir, keepStale = false, reuse } = options;
  const { experiment, plan } = await loadPlan(file, { set: [] });
  const found = surveySweep(plan, { runsDir, keepStale, reuse });
  const { toRun, toTakeOver, survey } = found;
  const hasResults = survey.some(({ state }) => state === "done" || state === "diverged");
  return {
    file,
    name: plan.experiment,
    kind: "training",
    runs: { planned: survey.length, toTrain: toRun.length, elsewhere: toTakeOver.length },
    ...(toRun.length === 0 ? NOTHING_LEFT : await reckon()),
    missing: toRun.length === 0 ? [] : missingData(found.plan, options.dataDir),
    answer: hasResults
      ? await answerFile({ ...options, file, keepStale, set: [], writesReport: false })
      : {
          ...emptyAnswer(file, plan.experiment),
          question: plan.question,
          runs: { planned: survey.length, ended: 0, diverged: 0, takenOver: 0 },
          seeds: { ended: 0, planned: survey.length / plan.cells.length },
        },
  };

  async function reckon(): Promise<Pick<ReproductionEntry, "forecastMs" | "basis">> {
    const request = forecastOptions(found, experiment, options);
    const expected = await forecast({ sweep: found, ...request, onlyRemembered: true });
    if (expected !== null) return { forecastMs: expected.totalMs, basis: expected.basis };
    const cost = noteIn(readFileSync(file, "utf8"), "Cost")?.replace(/\.$/, "") ?? null;
    const whole = cost === null ? null : costMs(cost);
    const share = toRun.length / survey.length;
    return {
      forecastMs: whole === null ? null : whole * share,
      basis: cost === null ? "not known before its first run" : `by its file: ${cost}`,
    };
  }
}

const NOTHING_LEFT = { forecastMs: 0, basis: "nothing left to train" } as const;

function analysisEntry(file: string, { name, question }: Analysis): ReproductionEntry {
  return {
    file,
    name,
    kind: "analysis",
    runs: { planned: 0, toTrain: 0, elsewhere: 0 },
    forecastMs: 1000,
    basis: "an analysis: it trains nothing",
    missing: [],
    answer: { ...emptyAnswer(file, name), question, kind: "analysis" },
  };
}

/** In minutes, by the words that files describe their cost with; the first that fits. */
const COSTS: readonly (readonly [RegExp, number])[] = [
  [/^seconds/i, 0.2],
  [/^half an hour/i, 30],
  [/^an hour or two/i, 90],
  [/^an hour/i, 60],
  [/^minutes/i, 10],
  [/^hours/i, 180],
];

/** What a file says of its cost on two cores, of all runs together, in ms; null where it is no length of time. */
export function costMs(text: string): number | null {
  const ofAll = text.includes("for a run") ? /for a run, (.+) for all/.exec(text)?.[1] : text;
  if (ofAll === undefined) return null;
  const counted = /^(\d+) minutes/i.exec(ofAll);
  if (counted !== null) return Number(counted[1]) * 60_000;
  const found = COSTS.find(([pattern]) => pattern.test(ofAll));
  return found === undefined ? null : found[1] * 60_000;
}

/** `12 of 16 runs to train, about 0:07:12 (remembered trials)`. */
export function entryLine(entry: ReproductionEntry, position: string): string {
  const { name, kind, runs, forecastMs, basis, missing } = entry;
  const { planned, toTrain, elsewhere } = runs;
  const head = `${position} ${name}:`;
  if (kind === "analysis") return `${head} ${basis}`;
  const copied = elsewhere > 0 ? `, ${String(elsewhere)} to copy from other sweeps` : "";
  if (toTrain === 0) return `${head} all ${String(planned)} runs are trained${copied}`;
  const time = forecastMs === null ? "" : `, about ${formatDuration(forecastMs)}`;
  const data = missing.length === 0 ? "" : "; data not there yet";
  return `${head} ${String(toTrain)} of ${String(planned)} runs to train${copied}${time} (${basis})${data}`;
}

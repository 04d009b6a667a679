/** The names of everything in a sweep's and in a run's directory. No other file knows them. */
import { join } from "node:path";

import type { RunId } from "../shared/brand.ts";

export interface SweepPaths {
  /** `<root>/<experiment name>`; holds one folder per cell. */
  readonly directory: string;
  /** The frozen plan. */
  readonly plan: string;
  readonly summary: string;
  /** The summary's tables as Markdown. */
  readonly summaryTable: string;
  /** One page with everything. */
  readonly report: string;
  /** Every value of every run, long form: cell,seed,step,tag,value. */
  readonly metrics: string;
}

export interface RunPaths {
  readonly directory: string;
  /** What was decided before the run started. */
  readonly record: string;
  /** Where the run is in its life. */
  readonly status: string;
  /** What it found; there only for a run that ended. */
  readonly result: string;
  /** All that the child printed. */
  readonly log: string;
  /** Every scalar of the run, long form: step,tag,value. */
  readonly metrics: string;
  /** Who is running it now; there only while somebody is. */
  readonly claim: string;
  readonly checkpoints: string;
  readonly finalCheckpoint: string;
  /** Sample pictures, named by step. */
  readonly samples: string;
}

/** A planned run's place below its sweep's directory: cell folder and seed. */
export interface RunPlace {
  readonly cell: string;
  readonly seed: number;
}

/** Paths of one sweep; `root` is the folder of all sweeps (`runs`). */
export function sweepPaths(root: string, name: string): SweepPaths {
  const directory = join(root, name);
  return {
    directory,
    plan: join(directory, "plan.json"),
    summary: join(directory, "summary.json"),
    summaryTable: join(directory, "summary.md"),
    report: join(directory, "report.html"),
    metrics: join(directory, "metrics.csv"),
  };
}

/** Changes of the program that no commit held, by their digest: `<sweep>/provenance/<digest>.diff`. */
export function changesPath(sweepDirectory: string, digest: string): string {
  return join(sweepDirectory, "provenance", `${digest.slice(0, 16)}.diff`);
}

export interface AnswerPaths {
  /** Markdown. */
  readonly page: string;
  /** The same as data. */
  readonly data: string;
}

/** What a page of several experiments is called: of the two committed lists, of a report. */
export type AnswersName = "reproduction" | "reproduction-full" | "answers";

/** The page of several experiments together, below the folder of all sweeps: `reproduction.md`, `answers.md`. */
export function answerPaths(root: string, name: AnswersName): AnswerPaths {
  return { page: join(root, `${name}.md`), data: join(root, `${name}.json`) };
}

/** Directory of one run of a sweep. */
export function runDirectory(sweepDirectory: string, place: RunPlace): string {
  return join(sweepDirectory, place.cell, `seed-${String(place.seed)}`);
}

/** Paths of one run. */
export function runPaths(directory: string): RunPaths {
  const checkpoints = join(directory, "checkpoint");
  return {
    directory,
    record: join(directory, "run.json"),
    status: join(directory, "status.json"),
    result: join(directory, "result.json"),
    log: join(directory, "log.txt"),
    metrics: join(directory, "metrics.csv"),
    claim: join(directory, "claim.json"),
    checkpoints,
    finalCheckpoint: join(checkpoints, "final.safetensors"),
    samples: join(directory, "samples"),
  };
}

/** Picture of the fixed latents' samples at a step: `samples/step-000500.png`. */
export function samplePath(directory: string, step: number): string {
  return join(runPaths(directory).samples, `step-${String(step).padStart(6, "0")}.png`);
}

/** Any other picture of a run: `samples/progress.png`. */
export function picturePath(directory: string, name: string): string {
  return join(runPaths(directory).samples, `${name}.png`);
}

/** First eight digits of an id: enough to tell runs apart in a message. */
export const shortId = (id: RunId | string): string => id.slice(0, 8);

/**
 * How long the runs that are left would take: the time of this sweep's finished runs of the same cost where there are
 * any, else a trial of a second or two in a child process, remembered for the next time.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";

import { execa } from "execa";
import { median } from "simple-statistics";

import { cacheFolder } from "../data/cache-folder.ts";
import { threadEnvironment } from "../execution/budget.ts";
import { chooseLine } from "../execution/log-file.ts";
import { canonicalJson } from "../plan/canonical.ts";
import type { PlannedCell } from "../plan/plan.ts";
import { checkCalibration } from "../runs/calibration.ts";
import type { Calibration } from "../runs/calibration.ts";
import { findJson } from "../runs/json-file.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { LabError } from "../shared/errors.ts";
import { writeJson } from "../shared/files.ts";
import { cellOf } from "./freeze-plan.ts";
import { packageDocument, WORKER_PATH } from "./package.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";

export interface Forecast {
  /** Wall time of all runs that are left. */
  readonly totalMs: number;
  readonly jobs: number;
  /** Of the longest single run. */
  readonly longestRunMs: number;
  /** Where the numbers come from: `12 finished runs`, `a trial`, `a remembered trial`. */
  readonly basis: string;
  /** Cells whose time is that of another cell, because trying them all would take too long. */
  readonly guessedCells: number;
}

export interface ForecastRequest {
  readonly sweep: SurveyedSweep;
  readonly jobs: number;
  readonly extensionFiles: readonly string[];
  readonly dataDir: string | null;
  /** Try nothing: reckon from finished runs and remembered trials alone. Default false. */
  readonly onlyRemembered?: boolean;
}

/** More different networks than this are not tried: a forecast should take seconds. */
const MOST_TRIALS = 4;

/**
 * Null where nothing is left to run, or nothing is known and nothing may be tried.
 *
 * @throws LabError ENGINE where a trial fails, as the run would
 */
export async function forecast(request: ForecastRequest): Promise<Forecast | null> {
  const { sweep, jobs } = request;
  if (sweep.toRun.length === 0) return null;
  const costs = await estimateCosts(request);
  if (costs === null) return null;
  const durations = sweep.toRun.map(({ run }) => costs.ofCell(cellOf(sweep.plan, run.cell)));
  return {
    totalMs: scheduleLength(durations, jobs),
    jobs,
    longestRunMs: durations.reduce((most, duration) => Math.max(most, duration), 0),
    basis: costs.basis(),
    guessedCells: costs.guessedCells(),
  };
}

/** Wall time of runs that are started in order, each as soon as one of `jobs` places is free. */
export function scheduleLength(durationsMs: readonly number[], jobs: number): number {
  const places = Array.from({ length: Math.max(1, jobs) }, () => 0);
  for (const duration of durationsMs) {
    const first = places.indexOf(Math.min(...places));
    places[first] = (places[first] ?? 0) + duration;
  }
  return Math.max(...places);
}

interface Costs {
  readonly ofCell: (cell: PlannedCell) => number;
  readonly basis: () => string;
  readonly guessedCells: () => number;
}

/** Null where nothing is known of any cell. */
async function estimateCosts({ sweep, ...rest }: ForecastRequest): Promise<Costs | null> {
  const { plan, executors, survey, toRun } = sweep;
  const keyOf = (cell: PlannedCell): string => costKey(cell, executors[cell.index] ?? "");
  const keys = new Map(plan.cells.map((cell) => [cell.index, keyOf(cell)]));
  const measured = finishedDurations(survey, keys);
  const trials = new Map<string, Calibration>();
  const used = new Set<string>();
  const guessed = new Set<number>();
  for (const index of new Set(toRun.map(({ run }) => run.cell))) {
    const cell = cellOf(plan, index);
    const key = keyOf(cell);
    if (measured.has(key) || trials.has(key)) continue;
    if (trials.size >= MOST_TRIALS) continue;
    const found = await findCalibration(cell, { key, executor: executors[index] ?? "", ...rest });
    if (found === null) continue;
    trials.set(key, found.calibration);
    used.add(found.remembered ? "a remembered trial" : "a trial");
  }
  const isKnown = ({ run }: SurveyedRun): boolean => measured.has(keys.get(run.cell) ?? "");
  if (trials.size === 0 && !toRun.every(isKnown)) return null;
  return {
    ofCell: (cell) => {
      const key = keyOf(cell);
      const known = measured.get(key);
      if (known !== undefined) {
        used.add("finished runs");
        return known;
      }
      const trial = trials.get(key);
      if (trial === undefined) guessed.add(cell.index);
      const calibration = trial ?? [...trials.values()][0];
      return calibration === undefined ? 0 : durationOf(cell, calibration);
    },
    basis: () => [...used].join(" and "),
    guessedCells: () => guessed.size,
  };
}

function durationOf({ spec }: PlannedCell, calibration: Calibration): number {
  const { startMs, stepMs, evaluationMs } = calibration;
  const { steps } = spec.training;
  // Before the first step, at every interval, and for the two reference samples at the end.
  const evaluations = Math.floor(steps / spec.evaluation.everySteps) + 3;
  return startMs + steps * stepMs + evaluations * evaluationMs;
}

/**
 * Median time of finished runs by what they cost, start of the process not counted (tenths of a second). What another
 * sweep trained may have been trained on another machine, or beside other work.
 */
function finishedDurations(
  survey: readonly SurveyedRun[],
  keys: ReadonlyMap<number, string>,
): ReadonlyMap<string, number> {
  const durations = new Map<string, number[]>();
  for (const { run, state, result, takenOver } of survey) {
    if (state !== "done" || result === null || takenOver) continue;
    const key = keys.get(run.cell) ?? "";
    durations.set(key, [...(durations.get(key) ?? []), result.durationMs]);
  }
  return new Map([...durations].map(([key, found]) => [key, median(found)]));
}

/** Everything that decides how long a run takes, and nothing that only changes its numbers. */
function costKey({ spec, settings }: PlannedCell, executor: string): string {
  const { dataset, latent, generator, discriminator, objective, optimizer } = spec;
  const { training, evaluation, extensions } = spec;
  const parts = {
    dataset,
    latent,
    generator,
    discriminator,
    objective: objective.kind,
    optimizer: [optimizer.generator.kind, optimizer.discriminator.kind],
    training,
    evaluation,
    extensions,
    engine: [executor, settings.engine.threads],
    machine: cpus()[0]?.model ?? "",
    version: packageDocument().version,
    // Trials remembered from before were timed by the clock, however busy the machine was.
    timedBy: "processor",
  };
  return createHash("sha256").update(canonicalJson(parts)).digest("hex").slice(0, 24);
}

interface Trial extends Omit<ForecastRequest, "sweep"> {
  readonly key: string;
  readonly executor: string;
}

async function findCalibration(
  cell: PlannedCell,
  trial: Trial,
): Promise<{ readonly calibration: Calibration; readonly remembered: boolean } | null> {
  const path = join(cacheFolder(), "calibrations", `${trial.key}.json`);
  const found = findJson(path, checkCalibration);
  if (found.kind === "present") return { calibration: found.value, remembered: true };
  if (trial.onlyRemembered === true) return null;
  const calibration = await tryCell(cell, trial);
  writeJson(path, calibration);
  return { calibration, remembered: false };
}

async function tryCell(
  { spec, settings }: PlannedCell,
  { executor, extensionFiles, dataDir }: Trial,
): Promise<Calibration> {
  const folder = mkdtempSync(join(tmpdir(), "lsgan-"));
  try {
    const request = join(folder, "request.json");
    writeJson(request, { spec: { ...spec, seed: 1 }, settings, executor, extensionFiles });
    const { stdout, stderr, failed } = await execa(
      process.execPath,
      [WORKER_PATH, "--calibrate", request],
      {
        env: {
          ...threadEnvironment(settings.engine.threads),
          ...(dataDir === null ? {} : { LSGAN_DATA_DIR: dataDir }),
        },
        stdin: "ignore",
        reject: false,
      },
    );
    if (failed)
      throw new LabError("ENGINE", `the trial failed: ${chooseLine(stderr) ?? "silently"}`);
    return checkCalibration(
      JSON.parse(stdout.trim().split("\n").at(-1) ?? ""),
      "the trial's answer",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

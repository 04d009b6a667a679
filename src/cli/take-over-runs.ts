/** Copies the runs of a sweep that another sweep has trained; what cannot be copied is left to be trained. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";

import type { Experiment } from "../config/experiment.ts";
import { changesPath } from "../runs/paths.ts";
import { readRunRecord } from "../runs/record-file.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { takeOverRun } from "../runs/take-over.ts";
import { createRunNames } from "./freeze-plan.ts";
import type { RunNames } from "./freeze-plan.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";
import { keepWorkingChanges } from "./working-changes.ts";

export interface TakenOver {
  /** The sweep with what is left to train. */
  readonly sweep: SurveyedSweep;
  /** What was taken over, and what could not be, for a terminal. */
  readonly lines: readonly string[];
}

export function takeOverRuns(
  experiment: Experiment,
  sweep: SurveyedSweep,
  now: Date = new Date(),
): TakenOver {
  const namesOf = createRunNames(experiment, sweep.plan);
  const counts = new Map<string, number>();
  const failed = new Set<SurveyedRun>();
  const problems: string[] = [];
  for (const surveyed of sweep.toTakeOver) {
    const { elsewhere } = surveyed;
    if (elsewhere === undefined) continue;
    try {
      takeOver(surveyed, elsewhere.directory, { namesOf, now });
      counts.set(elsewhere.sweep, (counts.get(elsewhere.sweep) ?? 0) + 1);
    } catch (error) {
      failed.add(surveyed);
      problems.push(
        `could not be taken over: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const toTrain = new Set([...sweep.toRun, ...failed]);
  const toRun = sweep.survey.filter((run) => toTrain.has(run));
  return {
    sweep: { ...sweep, toRun, toTakeOver: [] },
    lines: [...(counts.size === 0 ? [] : [describeTaken(counts)]), ...problems],
  };
}

interface TakeOverOptions {
  readonly namesOf: ReturnType<typeof createRunNames>;
  readonly now: Date;
}

/** The record is this sweep's in all that names it, and the other's in all that says how the run was made. */
function takeOver(
  { run, directory }: SurveyedRun,
  source: string,
  { namesOf, now }: TakeOverOptions,
): void {
  const { settings, resultsVersion, provenance, takenFrom } = readRunRecord(source);
  const names: RunNames = namesOf(run, settings);
  const cell = dirname(source);
  const origin = { sweep: basename(dirname(cell)), cell: basename(cell), at: now.toISOString() };
  takeOverRun(source, directory, {
    ...names,
    settings,
    resultsVersion,
    provenance,
    takenFrom: takenFrom === undefined ? origin : { ...takenFrom, at: origin.at },
  });
  if (provenance.changes !== undefined)
    copyChanges(provenance.changes, dirname(cell), dirname(dirname(directory)));
}

/** The diff that a run was made with goes with it. */
function copyChanges(digest: string, from: string, to: string): void {
  const source = changesPath(from, digest);
  if (existsSync(source)) keepWorkingChanges(to, { digest, text: readFileSync(source, "utf8") });
}

function describeTaken(counts: ReadonlyMap<string, number>): string {
  const parts = [...counts].map(([sweep, count]) => `${String(count)} from ${sweep}`);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return `${String(total)} run${total === 1 ? "" : "s"} taken over, with equal specs and seeds: ${parts.join(", ")} (--no-reuse trains them anew)`;
}

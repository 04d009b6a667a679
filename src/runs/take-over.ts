/**
 * Takes a finished run of another sweep over: its directory is copied, with the names of the sweep it is copied to.
 * result.json comes last, so that a copy that is broken off counts as a run that was not started.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { LabError } from "../shared/errors.ts";
import { writeFileWhole } from "../shared/files.ts";
import { eventFileNames, setAsideEventFiles } from "../tensorboard/event-file.ts";
import { replaceRunOpening } from "../tensorboard/run-opening.ts";
import { claimRun } from "./claim.ts";
import { runPaths } from "./paths.ts";
import type { RunPaths } from "./paths.ts";
import type { RunRecord } from "./record.ts";
import { createRunDirectory } from "./record-file.ts";
import { openingOf } from "./run-opening.ts";

/**
 * Copies the run in the directory `source` to `target`, whose record says how the run is called there.
 *
 * @throws LabError RUN_DIRECTORY where somebody runs it, or where the source changes meanwhile; the system's error where
 * a file cannot be read or written
 */
export function takeOverRun(source: string, target: string, record: RunRecord): void {
  createRunDirectory(target, record);
  const answer = claimRun(target);
  if (answer.kind === "held")
    throw new LabError("RUN_DIRECTORY", `${target} is being run by another process`);
  try {
    copyRun(runPaths(source), runPaths(target), record);
  } finally {
    answer.claim.release();
  }
}

function copyRun(from: RunPaths, to: RunPaths, record: RunRecord): void {
  const result = readFileSync(from.result);
  clearRun(to);
  const opening = openingOf(record);
  for (const name of eventFileNames(from.directory))
    writeFileWhole(
      join(to.directory, name),
      replaceRunOpening(readFileSync(join(from.directory, name)), opening),
    );
  for (const key of ["metrics", "log", "status"] as const) copyFile(from[key], to[key]);
  for (const key of ["checkpoints", "samples"] as const) copyFolder(from[key], to[key]);
  if (!existsSync(from.result) || !readFileSync(from.result).equals(result))
    throw new LabError("RUN_DIRECTORY", `${from.directory} changed while it was copied`);
  writeFileWhole(to.result, result);
}

/** What an earlier attempt left must not be taken for the copy's. */
function clearRun({ directory, result, metrics, checkpoints, samples }: RunPaths): void {
  for (const path of [result, metrics, checkpoints, samples])
    rmSync(path, { recursive: true, force: true });
  setAsideEventFiles(directory);
}

function copyFolder(from: string, to: string): void {
  if (!existsSync(from)) return;
  for (const entry of readdirSync(from, { withFileTypes: true }))
    if (entry.isFile()) copyFile(join(from, entry.name), join(to, entry.name));
}

function copyFile(from: string, to: string): void {
  if (existsSync(from)) writeFileWhole(to, readFileSync(from));
}

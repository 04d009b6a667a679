/** The run that a command's RUN names: a directory with final weights, or a word on what is there instead. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { listFolders } from "../runs/folders.ts";
import { findRunRecord } from "../runs/record-file.ts";
import { runPaths } from "../runs/paths.ts";
import { LabError } from "../shared/errors.ts";

/** The run's absolute directory. @throws LabError USAGE where it is not the directory of a run that ended */
export function resolveTrainedRun(directory: string): string {
  const found = findRunRecord(directory);
  if (found.kind === "unreadable") throw new LabError("RUN_DIRECTORY", found.reason);
  if (found.kind === "absent") throw new LabError("USAGE", noRun(directory));
  if (!existsSync(runPaths(directory).finalCheckpoint))
    throw new LabError(
      "USAGE",
      `Expected ${directory} to hold final weights, but the run has not ended: lsgan sweep goes on with it`,
    );
  return resolve(directory);
}

function noRun(directory: string): string {
  const runs = runsBelow(directory, 3);
  const [first] = runs;
  if (first === undefined)
    return `Expected ${directory} to be the directory of a run, such as runs/smoke/labels-binary-…/seed-1`;
  const more = runs.length > 1 ? ` (or another of the ${String(runs.length)} below it)` : "";
  return `Expected ${directory} to be the directory of one run, such as ${first}${more}`;
}

/** Directories of runs at most `depth` folders below. */
function runsBelow(directory: string, depth: number): readonly string[] {
  if (depth === 0) return [];
  const folders = listFolders(directory).map((name) => join(directory, name));
  return folders.flatMap((folder) =>
    existsSync(runPaths(folder).finalCheckpoint) ? [folder] : runsBelow(folder, depth - 1),
  );
}

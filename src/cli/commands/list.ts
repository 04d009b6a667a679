/** `lsgan list`: the experiments that have results, from their folders alone. */
import { join } from "node:path";

import { listFolders } from "../../runs/folders.ts";
import { findResult } from "../../runs/result-file.ts";
import { EXIT_CODES } from "../../shared/errors.ts";
import { renderTable } from "../table.ts";

export interface ListOptions {
  readonly runsDir: string;
}

/** Prints one line for each experiment; returns the exit code. */
export function list({ runsDir }: ListOptions): number {
  const sweeps = listFolders(runsDir).map((name) => describeSweep(runsDir, name));
  if (sweeps.length === 0) console.log(`There are no results in ${runsDir} yet.`);
  else console.log(renderTable(["experiment", "cells", "runs", "done", "diverged"], sweeps));
  return EXIT_CODES.ok;
}

function describeSweep(runsDir: string, name: string): readonly string[] {
  const cells = listFolders(join(runsDir, name));
  const runs = cells.flatMap((cell) =>
    listFolders(join(runsDir, name, cell))
      .filter((folder) => folder.startsWith("seed-"))
      .map((folder) => join(runsDir, name, cell, folder)),
  );
  const results = runs
    .map(findResult)
    .flatMap((found) => (found.kind === "present" ? [found.value] : []));
  const diverged = results.filter(({ status }) => status === "diverged").length;
  return [name, cells.length, runs.length, results.length - diverged, diverged].map(String);
}

/**
 * Runs that another sweep has trained already: equal spec and seed (so equal id) below the same root, finished by what
 * would run them now. Looks at folder names first, so that a root with thousands of runs costs little.
 */
import { basename, dirname, join } from "node:path";

import { listFolders } from "./folders.ts";
import { runDirectory } from "./paths.ts";
import { findRunRecord } from "./record-file.ts";
import { findResult } from "./result-file.ts";
import type { RunResult } from "./result.ts";
import { whyStale } from "./stale.ts";
import { deriveState, findStatus } from "./status-file.ts";

/** A finished run in another sweep's directory. */
export interface Elsewhere {
  /** The other sweep's folder name. */
  readonly sweep: string;
  readonly directory: string;
  readonly result: RunResult;
}

export interface WantedRun {
  /** Name of the cell's directory; it ends in the beginning of the cell's hash. */
  readonly cell: string;
  readonly seed: number;
  readonly id: string;
  /** The executor that would run it now; null: any. */
  readonly executor: string | null;
}

/** Answers where a run of the sweep in `sweepDirectory` is finished already, or null. One that was trained there goes before a copy. */
export function createElsewhereSearch(
  sweepDirectory: string,
): (wanted: WantedRun) => Elsewhere | null {
  const root = dirname(sweepDirectory);
  const own = basename(sweepDirectory);
  let cells: ReadonlyMap<string, readonly CellFolder[]> | null = null;
  return (wanted) => {
    cells ??= cellsByHash(root, own);
    const found = (cells.get(hashOf(wanted.cell)) ?? []).flatMap((folder) =>
      findFinished(root, folder, wanted),
    );
    return (found.find(({ isCopy }) => !isCopy) ?? found[0])?.elsewhere ?? null;
  };
}

/** The beginning of a cell's hash, from the name of its directory. */
export const hashOf = (cell: string): string => cell.slice(cell.lastIndexOf("-") + 1);

interface CellFolder {
  readonly sweep: string;
  readonly cell: string;
}

function cellsByHash(root: string, own: string): ReadonlyMap<string, readonly CellFolder[]> {
  const found = new Map<string, CellFolder[]>();
  for (const sweep of listFolders(root)) {
    if (sweep === own) continue;
    for (const cell of listFolders(join(root, sweep))) {
      const folders = found.get(hashOf(cell)) ?? [];
      folders.push({ sweep, cell });
      found.set(hashOf(cell), folders);
    }
  }
  return found;
}

interface Candidate {
  readonly elsewhere: Elsewhere;
  readonly isCopy: boolean;
}

function findFinished(
  root: string,
  { sweep, cell }: CellFolder,
  { seed, id, executor }: WantedRun,
): readonly Candidate[] {
  const directory = runDirectory(join(root, sweep), { cell, seed });
  const found = findResult(directory);
  if (found.kind !== "present" || found.value.id !== id) return [];
  if (whyStale(found.value, executor) !== null) return [];
  const record = findRunRecord(directory);
  if (record.kind !== "present" || record.value.id !== id) return [];
  const status = findStatus(directory);
  if (status.kind === "present" && deriveState(status) === "running") return [];
  const elsewhere = { sweep, directory, result: found.value };
  return [{ elsewhere, isCopy: record.value.takenFrom !== undefined }];
}

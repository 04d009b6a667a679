/** Run directories and fixture children for the tests of execution/. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { Limits } from "../../src/execution/child.ts";
import type { RunToExecute } from "../../src/execution/events.ts";

/** Short, for children that never end; long enough for a Node to start on a busy machine. */
export const SHORT_LIMITS: Limits = { stallMs: 60_000, graceMs: 300, killMs: 300 };

/** Path of a fixture child, test/fixtures/children/<name>.mjs. */
export const childPath = (name: string): string =>
  resolve(import.meta.dirname, "../fixtures/children", `${name}.mjs`);

export function makeFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "lsgan-execution-")));
}

/** A run directory ready for a fixture child. */
export function makeRun(folder: string, seed = 1, threads = 1): RunToExecute {
  const directory = join(folder, "cell", `seed-${String(seed)}`);
  mkdirSync(directory, { recursive: true });
  const id = seed.toString(16).padStart(64, "0");
  writeFileSync(join(directory, "id.json"), JSON.stringify({ id }));
  return { id, directory, cellLabel: "labels: binary", seed, steps: 10, threads };
}

/** The numbers in a JSON file that a child left. */
export function readNumbers(path: string): Readonly<Record<string, number>> {
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof value !== "object" || value === null) throw new Error(`Expected an object in ${path}`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, Number(item)]));
}

/** Whether a process exists that is not just waiting to be collected. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return process.platform !== "linux";
  }
}

/** Resolves when `condition` holds; the test's own time limit is the only other end. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve_) => setTimeout(resolve_, 20));
}

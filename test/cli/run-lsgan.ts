/** The real command line, as a person starts it: the built bin in a process of its own. */
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { execa } from "execa";

export const PROJECT = resolve(import.meta.dirname, "../..");
export const BIN = join(PROJECT, "bin/lsgan.mjs");
export const SMOKE = join(PROJECT, "experiments/smoke.yaml");

export interface Ended {
  readonly exitCode?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the tests use of a child process. */
export interface Child extends PromiseLike<Ended> {
  readonly stderr: NodeJS.ReadableStream;
  kill(signal: NodeJS.Signals): boolean;
  once(event: "exit", listener: () => void): unknown;
}

/** Starts `lsgan` with some words in `folder`, outside npm and outside CI. */
export function startLsgan(
  words: readonly string[],
  folder: string,
  more: Readonly<Record<string, string>> = {},
): Child {
  return execa(process.execPath, [BIN, ...words], {
    cwd: folder,
    reject: false,
    stdin: "ignore",
    extendEnv: false,
    env: { ...environment(folder), ...more },
  });
}

export async function runLsgan(
  words: readonly string[],
  folder: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return await startLsgan(words, folder, more);
}

/** This process's environment without what npm puts there for the tests; caches go to the test's folder. */
export function environment(folder: string): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD|VITEST|NODE_ENV|LSGAN_)/i.test(name),
  );
  return { ...Object.fromEntries(own), LSGAN_CACHE_DIR: join(folder, "cache") };
}

export function makeFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "lsgan-cli-")));
}

/** One process downloads a file; others that want it wait. */
import { closeSync, openSync, rmSync, statSync, utimesSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A lock that was not touched for so long belongs to a process that is gone. */
const STALE_MS = 60_000;
const POLL_MS = 200;

export interface DownloadLock {
  /** To be called while the download moves on. */
  touch(): void;
  release(): void;
}

/**
 * Waits until this process has the lock of `path`, which is the file `<path>.lock`.
 * @throws the signal's reason where it was aborted.
 */
export async function acquireLock(
  path: string,
  signal: AbortSignal | undefined,
): Promise<DownloadLock> {
  const lock = `${path}.lock`;
  while (!tryLock(lock)) {
    signal?.throwIfAborted();
    if (isStale(lock)) rmSync(lock, { force: true });
    else await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
  return {
    touch() {
      const now = new Date();
      utimesSync(lock, now, now);
    },
    release() {
      rmSync(lock, { force: true });
    },
  };
}

function tryLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx"));
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

function isStale(lock: string): boolean {
  try {
    return Date.now() - statSync(lock).mtimeMs > STALE_MS;
  } catch (error) {
    // Released in the meantime.
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

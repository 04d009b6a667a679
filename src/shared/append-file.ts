/**
 * A file that only grows: bytes are kept in memory and appended in one synchronous write, now and then and at the end.
 * A crash of the process loses at most what was written since the last flush, and never half a write.
 */
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";

export interface AppendFileOptions {
  /** Longest time bytes wait in memory, looked at on every write. Default 2,000. */
  readonly flushMs?: number;
  /** Told once when the disk refuses; the file then goes on without what does not fit into memory. */
  readonly onProblem?: (text: string) => void;
}

export interface AppendFile {
  readonly path: string;
  readonly write: (bytes: Uint8Array) => void;
  readonly flush: () => void;
  readonly close: () => void;
}

const DEFAULT_FLUSH_MS = 2_000;
const MOST_BYTES_WAITING = 1 << 20;
const MOST_BYTES_REFUSED = 8 << 20;

/** Makes an empty file at `path`, in a folder that exists. @throws the system's error where it cannot. */
export function createAppendFile(path: string, options: AppendFileOptions = {}): AppendFile {
  const { flushMs = DEFAULT_FLUSH_MS, onProblem = warn } = options;
  const file = openSync(path, "w");
  let waiting: Uint8Array[] = [];
  let bytesWaiting = 0;
  let bytesOnDisk = 0;
  let lastFlush = performance.now();
  let reported = false;
  let open = true;

  const flush = (): void => {
    if (!open || bytesWaiting === 0) return;
    lastFlush = performance.now();
    try {
      writeAll(file, Buffer.concat(waiting), bytesOnDisk);
      bytesOnDisk += bytesWaiting;
    } catch (error) {
      if (!reported) onProblem(`cannot write ${path}: ${messageOf(error)}`);
      reported = true;
      if (bytesWaiting < MOST_BYTES_REFUSED) return;
    }
    waiting = [];
    bytesWaiting = 0;
  };

  return {
    path,
    write: (bytes) => {
      waiting.push(bytes);
      bytesWaiting += bytes.length;
      if (bytesWaiting >= MOST_BYTES_WAITING || performance.now() - lastFlush >= flushMs) flush();
    },
    flush,
    close: () => {
      if (!open) return;
      flush();
      open = false;
      closeSync(file);
    },
  };
}

/** Writes everything at `position`; where the disk refuses, takes back what had been written. */
function writeAll(file: number, bytes: Uint8Array, position: number): void {
  try {
    for (let done = 0; done < bytes.length;)
      done += writeSync(file, bytes, done, bytes.length - done, position + done);
  } catch (error) {
    ftruncateSync(file, position);
    throw error;
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A child's log.txt: everything it prints goes straight into the file, never through the parent. */
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

const TAIL_BYTES = 16_384;

export interface LogFile {
  readonly descriptor: number;
  /** The line by which to tell what happened in this attempt: the last error's, else the last; null where it is silent. */
  readonly lastLine: () => string | null;
  readonly close: () => void;
}

/** Opens a log to append to; attempts before this one stay above a line with the time. */
export function openLog(path: string, now: Date = new Date()): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  const isNew = !existsSync(path);
  const descriptor = openSync(path, "a+");
  if (!isNew) writeSync(descriptor, `\n--- next attempt, ${now.toISOString()} ---\n`);
  const start = fstatSync(descriptor).size;
  return {
    descriptor,
    lastLine: () => chooseLine(readTail(descriptor, start)),
    close: () => {
      closeSync(descriptor);
    },
  };
}

function readTail(descriptor: number, start: number): string {
  const { size } = fstatSync(descriptor);
  const from = Math.max(start, size - TAIL_BYTES);
  const bytes = Buffer.alloc(Math.max(0, size - from));
  const read = readSync(descriptor, bytes, 0, bytes.length, from);
  return bytes.toString("utf8", 0, read);
}

/** Stack frames and Node's own version line say less than the error above them. */
export function chooseLine(text: string): string | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length > 2 && !line.startsWith("at ") && !line.startsWith("Node.js v"));
  const errors = lines.filter((line) => /^(Uncaught )?\w*Error\b.*:/.test(line));
  const chosen = errors.at(-1) ?? lines.at(-1) ?? null;
  return chosen === null || chosen.length <= 300 ? chosen : `${chosen.slice(0, 299)}…`;
}

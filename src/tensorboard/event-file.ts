/**
 * One event file of a directory: its name and its records. Readers take the files of a directory in the order of their
 * names, and give up on one whose records are damaged; so a new file is made for every attempt, named later than all
 * before it, and none is ever continued.
 *
 * Name: events.out.tfevents.<seconds, 10 digits>.<host>.<process>.<number>.
 */
import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";

import { createAppendFile } from "../shared/append-file.ts";
import type { AppendFileOptions } from "../shared/append-file.ts";
import { sessionStartEvent, versionEvent } from "./event.ts";
import { frameRecord } from "./framing.ts";

export interface EventFile {
  readonly path: string;
  /** Appends one serialised `Event`. */
  readonly write: (event: Uint8Array) => void;
  readonly flush: () => void;
  readonly close: () => void;
}

export interface EventFileOptions extends AppendFileOptions {
  /** First step this file says something about: what older files say from there on is void. */
  readonly firstStep: number;
  /** Unix time in seconds. */
  readonly now: () => number;
}

/**
 * Makes the next file of `directory`, with its version and START records in it, on disk at once.
 *
 * @throws Error where this process is already writing to the directory
 */
export function createEventFile(directory: string, options: EventFileOptions): EventFile {
  const place = resolve(directory);
  if (OPEN.has(place)) throw new Error(`Expected one writer of events in ${place}, got another`);
  mkdirSync(place, { recursive: true });
  const seconds = Math.max(Math.floor(options.now()), latestSeconds(place) + 1);
  const file = createAppendFile(join(place, nameOf(seconds)), options);
  OPEN.add(place);
  const write = (event: Uint8Array): void => {
    file.write(frameRecord(event));
  };
  write(versionEvent(options.now()));
  write(sessionStartEvent(options.now(), options.firstStep));
  file.flush();
  return {
    path: file.path,
    write,
    flush: file.flush,
    close: () => {
      file.close();
      OPEN.delete(place);
    },
  };
}

/** Names of the event files directly in a directory, in the order readers take them. */
export function eventFileNames(directory: string): readonly string[] {
  return namesWith(directory, PREFIX);
}

/**
 * Renames the event files of earlier attempts so that no reader takes them, before an attempt that starts over. Readers
 * keep a tag's first metadata for good, and with it how the first attempt's session ended; the fast one keeps tags that
 * the new attempt does not write.
 */
export function setAsideEventFiles(directory: string): void {
  if (!existsSync(directory)) return;
  for (const name of eventFileNames(directory))
    renameSync(join(directory, name), join(directory, ASIDE + name.slice(PREFIX.length)));
}

const PREFIX = "events.out.tfevents.";
/** Readers look for `tfevents` in a name. */
const ASIDE = "earlier-attempt.";

/** Directories this process writes to. */
const OPEN = new Set<string>();
let made = 0;

function nameOf(seconds: number): string {
  const parts = [String(seconds).padStart(10, "0"), hostname(), process.pid, made++];
  return PREFIX + parts.join(".");
}

/** Largest time in a name, set aside or not; 0 where there is none. */
function latestSeconds(directory: string): number {
  const times = [PREFIX, ASIDE].flatMap((prefix) =>
    namesWith(directory, prefix).map((name) => Number.parseInt(name.slice(prefix.length))),
  );
  return Math.max(0, ...times.filter(Number.isFinite));
}

const namesWith = (directory: string, prefix: string): readonly string[] =>
  readdirSync(directory)
    .filter((name) => name.startsWith(prefix))
    .sort();

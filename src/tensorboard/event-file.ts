/**
 * One event file of a directory: its name and its records. Readers take the files of a directory in the order of their
 * names, and give up on one whose records are damaged; so a new file is made for every attempt, named later than all
 * before it, and none is ever continued.
 *
 * Name: events.out.tfevents.<seconds, 10 digits>.<host>.<process>.<number>.
 */
import { mkdirSync, readdirSync } from "node:fs";
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
  return readdirSync(directory)
    .filter((name) => name.startsWith(PREFIX))
    .sort();
}

const PREFIX = "events.out.tfevents.";

/** Directories this process writes to. */
const OPEN = new Set<string>();
let made = 0;

function nameOf(seconds: number): string {
  const parts = [String(seconds).padStart(10, "0"), hostname(), process.pid, made++];
  return PREFIX + parts.join(".");
}

/** Largest time in a name; 0 where there is none. */
function latestSeconds(directory: string): number {
  const times = eventFileNames(directory).map((name) => Number.parseInt(name.slice(PREFIX.length)));
  return Math.max(0, ...times.filter(Number.isFinite));
}

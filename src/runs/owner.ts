/** Whether the process that says it runs a run still does: by process id on this host, by heartbeat elsewhere. */
import { readFileSync } from "node:fs";
import { hostname, uptime } from "node:os";

import { hasCode } from "./json-file.ts";
import type { Owner } from "./status.ts";

/** A process of another host that has been silent for longer is taken for dead. */
export const HEARTBEAT_LIMIT_MS = 60_000;

/** This process, as an owner. */
export function thisOwner(): Owner {
  const startedAt = new Date(Date.now() - process.uptime() * 1000);
  return { host: hostname(), pid: process.pid, startedAt: startedAt.toISOString() };
}

/** What it is called in a line: `process 4711 on node7`. */
export const describeOwner = ({ host, pid }: Owner): string => `process ${String(pid)} on ${host}`;

/** True while the owner can be taken to live; `lastSeen` is its last heartbeat. */
export function isOwnerAlive(owner: Owner, lastSeen: Date, now: Date = new Date()): boolean {
  const silentMs = now.getTime() - lastSeen.getTime();
  if (owner.host !== hostname()) return silentMs <= HEARTBEAT_LIMIT_MS;
  if (!isProcessAlive(owner.pid)) return false;
  return silentMs <= HEARTBEAT_LIMIT_MS || !wasStartedAfter(owner.pid, lastSeen, silentMs);
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return hasCode(error, "EPERM");
  }
}

/**
 * Process ids are used again: a process that started after the heartbeat cannot have sent it. Where the start cannot be
 * read (no /proc), ten silent minutes decide.
 */
function wasStartedAfter(pid: number, moment: Date, silentMs: number): boolean {
  const startedMs = processStartMs(pid);
  if (startedMs === null) return silentMs > 10 * HEARTBEAT_LIMIT_MS;
  return startedMs > moment.getTime() + 1000;
}

/** When a process started, from field 22 of /proc/<pid>/stat (in ticks of 10 ms since boot). */
function processStartMs(pid: number): number | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
  } catch {
    return null; // not Linux, or just gone
  }
  // The second field is the program's name in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[19]);
  return Number.isFinite(ticks) ? Date.now() - uptime() * 1000 + ticks * 10 : null;
}

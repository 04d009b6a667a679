/**
 * Who may run a run: claim.json is there while somebody runs it, and only one process can make it. A claim whose owner
 * is dead is taken over.
 */
import { linkSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";

import { findJson, hasCode } from "./json-file.ts";
import type { Found } from "./json-file.ts";
import { isOwnerAlive, thisOwner } from "./owner.ts";
import { runPaths } from "./paths.ts";
import { checkOwner, deriveState, findStatus } from "./status-file.ts";
import type { Owner } from "./status.ts";

export type ClaimAnswer =
  | { readonly kind: "claimed"; readonly claim: Claim }
  | { readonly kind: "held"; readonly by: Owner };

/** The right to run one run, until released. */
export interface Claim {
  readonly release: () => void;
}

/** Claims the run of `directory`, which must exist, for this process; or says who is running it. */
export function claimRun(directory: string, now: Date = new Date()): ClaimAnswer {
  const path = runPaths(directory).claim;
  for (;;) {
    if (makeClaim(path)) break;
    const found = findJson(path, checkOwner);
    if (isHeld(found, path, directory, now)) return { kind: "held", by: found.value };
    if (replaceDead(path, found)) break;
  }
  // A child whose parent was killed may still be finishing its step.
  const status = findStatus(directory);
  if (status.kind === "present" && deriveState(status, now) === "running") {
    rmSync(path, { force: true });
    return { kind: "held", by: status.value.owner ?? thisOwner() };
  }
  return {
    kind: "claimed",
    claim: {
      release: () => {
        rmSync(path, { force: true });
      },
    },
  };
}

/** Makes the claim file, whole and only if there is none. */
const makeClaim = (path: string): boolean =>
  withOwnerFile(path, (temporary) => {
    try {
      linkSync(temporary, path);
      return true;
    } catch (error) {
      if (hasCode(error, "EEXIST")) return false;
      throw error;
    }
  });

/** Lends a whole file that names this process, beside `path`. */
function withOwnerFile<T>(path: string, use: (temporary: string) => T): T {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, `${JSON.stringify(thisOwner(), undefined, 2)}\n`);
  try {
    return use(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function isHeld(
  found: Found<Owner>,
  path: string,
  directory: string,
  now: Date,
): found is Extract<Found<Owner>, { kind: "present" }> {
  if (found.kind !== "present") return false;
  return isOwnerAlive(found.value, lastSeen(path, directory), now);
}

/** The owner is a parent, which writes only its claim; the child it runs sends the heartbeats. */
function lastSeen(claimPath: string, directory: string): Date {
  const status = findStatus(directory);
  const heartbeat = status.kind === "present" ? Date.parse(status.value.heartbeatAt ?? "") : NaN;
  return new Date(Math.max(madeAt(claimPath), Number.isNaN(heartbeat) ? 0 : heartbeat));
}

function madeAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** A process that has its turn needs microseconds; one this old died in it. */
const OLDEST_TURN_MS = 10_000;

/**
 * Puts this process's claim in the place of a dead owner's, and only of that one. Those who try take turns, and there is a
 * claim at every moment, so that nobody makes one meanwhile. False where it was not this one's turn, or came too late.
 */
function replaceDead(path: string, dead: Found<Owner>): boolean {
  const turn = `${path}.turn`;
  if (!makeClaim(turn)) {
    if (Date.now() - madeAt(turn) > OLDEST_TURN_MS) rmSync(turn, { force: true });
    return false;
  }
  try {
    const found = findJson(path, checkOwner);
    if (found.kind === "absent" || JSON.stringify(found) !== JSON.stringify(dead)) return false;
    withOwnerFile(path, (temporary) => {
      renameSync(temporary, path);
    });
    return true;
  } finally {
    rmSync(turn, { force: true });
  }
}

/**
 * Who may run a run: claim.json is there while somebody runs it, and only one process can make it. A claim whose owner
 * is dead is taken over.
 */
import { linkSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";

import { findJson, hasCode, isMissing } from "./json-file.ts";
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
    takeAway(path, found);
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
function makeClaim(path: string): boolean {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, `${JSON.stringify(thisOwner(), undefined, 2)}\n`);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(temporary);
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

/** Removes a dead owner's claim, and only that one: what was renamed away by mistake is put back. */
function takeAway(path: string, dead: Found<Owner>): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isMissing(error)) return; // released, or taken away by another process
    throw error;
  }
  const taken = findJson(aside, checkOwner);
  const isOther = taken.kind === "present" && JSON.stringify(taken) !== JSON.stringify(dead);
  if (isOther) putBack(aside, path);
  rmSync(aside, { force: true });
}

function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
}

/** status.json on disk, and what it means now. */
import { writeJson } from "../shared/files.ts";
import { findJson } from "./json-file.ts";
import type { Found } from "./json-file.ts";
import { asCount, asFormat, asObject, asOneOf, asText, orNull } from "./narrow.ts";
import { isOwnerAlive } from "./owner.ts";
import { runPaths } from "./paths.ts";
import { RUN_STATES } from "./status.ts";
import type { Owner, RunStatus } from "./status.ts";

/** What a reader may believe: `interrupted` is a `running` whose owner is dead; `unreadable` a file that is not whole. */
export type DerivedState = RunStatus["state"] | "interrupted" | "unreadable" | "absent";

/** Looks for a run's status; a missing or broken file is an answer, not an error. */
export function findStatus(directory: string): Found<RunStatus> {
  return findJson(runPaths(directory).status, checkStatus);
}

/** Reads a run's status; null where there is none or it cannot be read. */
export function readStatus(directory: string): RunStatus | null {
  const found = findStatus(directory);
  return found.kind === "present" ? found.value : null;
}

/** Writes status.json, whole or not at all. */
export function writeStatus(directory: string, status: RunStatus): void {
  writeJson(runPaths(directory).status, status);
}

/** The state that a reader may believe. */
export function deriveState(found: Found<RunStatus>, now: Date = new Date()): DerivedState {
  if (found.kind !== "present") return found.kind;
  const { state, owner, heartbeatAt, updatedAt } = found.value;
  if (state !== "running") return state;
  if (owner === null) return "interrupted";
  return isOwnerAlive(owner, new Date(heartbeatAt ?? updatedAt), now) ? "running" : "interrupted";
}

function checkStatus(value: unknown, where: string): RunStatus {
  const status = asObject(value, where);
  const at = (key: string): string => `${where}: ${key}`;
  return {
    format: asFormat(status["format"], at("format")),
    id: asText(status["id"], at("id")),
    state: asOneOf(status["state"], RUN_STATES, at("state")),
    attempt: asCount(status["attempt"], at("attempt")),
    owner: orNull(status["owner"], checkOwner, at("owner")),
    heartbeatAt: orNull(status["heartbeatAt"], asText, at("heartbeatAt")),
    updatedAt: asText(status["updatedAt"], at("updatedAt")),
    step: asCount(status["step"], at("step")),
    error: orNull(status["error"], asText, at("error")),
  };
}

/** Narrows an owner, as it stands in status.json and in a claim. */
export function checkOwner(value: unknown, where: string): Owner {
  const owner = asObject(value, where);
  return {
    host: asText(owner["host"], `${where}.host`),
    pid: asCount(owner["pid"], `${where}.pid`),
    startedAt: asText(owner["startedAt"], `${where}.startedAt`),
  };
}

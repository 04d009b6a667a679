/**
 * A run's life as a state machine, without files: planned → running → finished | diverged | failed | cancelled, and from
 * every state but running to another attempt. Times are ISO texts.
 */

export const RUN_STATES = [
  "planned",
  "running",
  "finished",
  "diverged",
  "failed",
  "cancelled",
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** The process that runs a run. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
}

/** status.json. Asserted by whoever runs the run; what is true is derived (see deriveState). */
export interface RunStatus {
  readonly format: 1;
  readonly id: string;
  readonly state: RunState;
  /** 0 before the first attempt. */
  readonly attempt: number;
  /** Who runs it, or ran it last; null before the first attempt. */
  readonly owner: Owner | null;
  /** When the owner last said that it lives; null before the first attempt. */
  readonly heartbeatAt: string | null;
  readonly updatedAt: string;
  /** Steps trained in this attempt's life, as far as is known. */
  readonly step: number;
  /** Why it failed; null in every other state. */
  readonly error: string | null;
}

/** How an attempt ended. */
export type AttemptEnd =
  | { readonly state: "finished" | "diverged" | "cancelled"; readonly step: number }
  | { readonly state: "failed"; readonly step: number; readonly error: string };

/** Status of a run that has never been started. */
export function plannedStatus(id: string, now: Date = new Date()): RunStatus {
  return {
    format: 1,
    id,
    state: "planned",
    attempt: 0,
    owner: null,
    heartbeatAt: null,
    updatedAt: now.toISOString(),
    step: 0,
    error: null,
  };
}

/** Starts another attempt. The caller has claimed the run, so a `running` here is one that was left behind. */
export function startAttempt(status: RunStatus, owner: Owner, now: Date = new Date()): RunStatus {
  return {
    ...status,
    state: "running",
    attempt: status.attempt + 1,
    owner,
    heartbeatAt: now.toISOString(),
    updatedAt: now.toISOString(),
    step: 0,
    error: null,
  };
}

/**
 * The owner says that it lives and how far it is.
 *
 * @throws Error where the run is not running: a bug of the caller
 */
export function beat(status: RunStatus, step: number, now: Date = new Date()): RunStatus {
  expectRunning(status, "beat");
  return { ...status, heartbeatAt: now.toISOString(), updatedAt: now.toISOString(), step };
}

/**
 * Ends the attempt.
 *
 * @throws Error where the run is not running: a bug of the caller
 */
export function endAttempt(status: RunStatus, end: AttemptEnd, now: Date = new Date()): RunStatus {
  expectRunning(status, end.state);
  return {
    ...status,
    state: end.state,
    updatedAt: now.toISOString(),
    step: end.step,
    error: end.state === "failed" ? end.error : null,
  };
}

function expectRunning(status: RunStatus, event: string): void {
  if (status.state === "running") return;
  throw new Error(`Expected a running run before \`${event}\`, got one that is ${status.state}`);
}

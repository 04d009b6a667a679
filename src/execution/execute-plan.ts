/** All runs of a plan, some at once: one child process each. One that fails stops no other. */
import { setTimeout as sleep } from "node:timers/promises";

import pLimit from "p-limit";
import type { LimitFunction } from "p-limit";

import type { RunOutcome } from "../runs/messages.ts";
import { DEFAULT_LIMITS } from "./child.ts";
import type { Limits } from "./child.ts";
import type { ExecutionEvent, RunToExecute } from "./events.ts";
import { executeRun } from "./execute-run.ts";
import type { RunAnswer } from "./execute-run.ts";
import type { Interrupts } from "./interrupts.ts";

export interface ExecutionOptions {
  readonly runs: readonly RunToExecute[];
  readonly jobs: number;
  /** The built worker: started as `node <worker> <run directory>`. */
  readonly workerPath: string;
  readonly interrupts: Interrupts;
  /** Stop the sweep at the first run that fails. */
  readonly failFast: boolean;
  readonly onEvent: (event: ExecutionEvent) => void;
  readonly limits?: Limits;
  /** How often to look whether a run that another process trains has ended. Default 2 s. */
  readonly lookAgainMs?: number;
}

/**
 * One outcome for each run, in the order of the runs. A run that was never started because of a stop is cancelled at 0.
 * Runs that another process trains are left to it while there are others, and then waited for, so that sweeps of one file
 * share its runs and each ends with all of them; what the other gives up is taken over.
 */
export async function executePlan(options: ExecutionOptions): Promise<readonly RunOutcome[]> {
  const { runs, jobs, interrupts, onEvent } = options;
  const tellOfStop = (): void => {
    onEvent({ type: "stopping", forced: interrupts.kill.aborted });
  };
  interrupts.stop.addEventListener("abort", tellOfStop);
  interrupts.kill.addEventListener("abort", tellOfStop);
  const limit = pLimit(jobs);
  try {
    return await Promise.all(runs.map((run) => executeWhenFree(run, limit, options)));
  } finally {
    interrupts.stop.removeEventListener("abort", tellOfStop);
    interrupts.kill.removeEventListener("abort", tellOfStop);
  }
}

async function executeWhenFree(
  run: RunToExecute,
  limit: LimitFunction,
  options: ExecutionOptions,
): Promise<RunOutcome> {
  const { interrupts, onEvent, lookAgainMs = 2000 } = options;
  for (let isTold = false; ; isTold = true) {
    const answer = await limit(() => executeNext(run, options));
    if (answer === "stopped") return { status: "cancelled", step: 0 };
    if (answer.kind === "ended") return answer.end.outcome;
    if (!isTold) onEvent({ type: "waiting", run, by: answer.by });
    await pause(lookAgainMs, interrupts.stop);
  }
}

async function executeNext(
  run: RunToExecute,
  options: ExecutionOptions,
): Promise<RunAnswer | "stopped"> {
  const { interrupts, onEvent, failFast, workerPath, limits = DEFAULT_LIMITS } = options;
  if (interrupts.stop.aborted) return "stopped";
  const answer = await executeRun(run, {
    workerPath,
    limits,
    stop: interrupts.stop,
    kill: interrupts.kill,
    onStart: () => {
      onEvent({ type: "started", run });
    },
    onMessage: (message) => {
      onEvent({ type: "message", run, message });
    },
  });
  if (answer.kind === "held") return answer;
  onEvent({ type: "ended", run, end: answer.end });
  if (failFast && answer.end.outcome.status === "failed") interrupts.requestStop();
  return answer;
}

/** Ends after `ms`, or when `stop` is aborted. */
async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
}

/** All runs of a plan, some at once: one child process each. One that fails stops no other. */
import pLimit from "p-limit";

import type { RunOutcome } from "../runs/messages.ts";
import { DEFAULT_LIMITS } from "./child.ts";
import type { Limits } from "./child.ts";
import type { ExecutionEvent, RunToExecute } from "./events.ts";
import { executeRun } from "./execute-run.ts";
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
}

/** One outcome for each run, in the order of the runs. A run that was never started because of a stop is cancelled at 0. */
export async function executePlan(options: ExecutionOptions): Promise<readonly RunOutcome[]> {
  const { runs, jobs, interrupts, onEvent } = options;
  const tellOfStop = (): void => {
    onEvent({ type: "stopping", forced: interrupts.kill.aborted });
  };
  interrupts.stop.addEventListener("abort", tellOfStop);
  interrupts.kill.addEventListener("abort", tellOfStop);
  const limit = pLimit(jobs);
  try {
    return await Promise.all(runs.map((run) => limit(() => executeNext(run, options))));
  } finally {
    interrupts.stop.removeEventListener("abort", tellOfStop);
    interrupts.kill.removeEventListener("abort", tellOfStop);
  }
}

async function executeNext(run: RunToExecute, options: ExecutionOptions): Promise<RunOutcome> {
  const { interrupts, onEvent, failFast, workerPath, limits = DEFAULT_LIMITS } = options;
  if (interrupts.stop.aborted) return { status: "cancelled", step: 0 };
  onEvent({ type: "started", run });
  const end = await executeRun(run, {
    workerPath,
    limits,
    stop: interrupts.stop,
    kill: interrupts.kill,
    onMessage: (message) => {
      onEvent({ type: "message", run, message });
    },
  });
  onEvent({ type: "ended", run, end });
  if (failFast && end.outcome.status === "failed") interrupts.requestStop();
  return end.outcome;
}

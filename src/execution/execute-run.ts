/** One run on the parent's side: claim it, run its child, decide how it ended, leave its files readable. */
import type { ChildMessage, RunOutcome } from "../runs/messages.ts";
import { thisOwner } from "../runs/owner.ts";
import { runPaths } from "../runs/paths.ts";
import { findResult } from "../runs/result-file.ts";
import type { RunResult } from "../runs/result.ts";
import { endAttempt, plannedStatus, startAttempt } from "../runs/status.ts";
import { readStatus, writeStatus } from "../runs/status-file.ts";
import { runChild } from "./child.ts";
import type { Limits } from "./child.ts";
import type { RunEnd, RunToExecute } from "./events.ts";
import { openLog } from "./log-file.ts";
import type { LogFile } from "./log-file.ts";
import { decideOutcome } from "./outcome.ts";

export interface RunOptions {
  readonly workerPath: string;
  readonly limits: Limits;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  readonly onMessage: (message: ChildMessage) => void;
}

/** Runs one run to its end; whatever goes wrong is in the outcome. */
export async function executeRun(run: RunToExecute, options: RunOptions): Promise<RunEnd> {
  const logPath = runPaths(run.directory).log;
  const log = openLog(logPath);
  try {
    const outcome = await runToOutcome(run, options, log);
    settleStatus(run, outcome);
    return { outcome, logPath, lastLine: log.lastLine() };
  } finally {
    log.close();
  }
}

async function runToOutcome(
  run: RunToExecute,
  options: RunOptions,
  log: LogFile,
): Promise<RunOutcome> {
  const report = await runChild(run, {
    ...options,
    logDescriptor: log.descriptor,
    lastHeartbeat: () => Date.parse(readStatus(run.directory)?.heartbeatAt ?? "") || 0,
  });
  return decideOutcome({ ...report, lastLine: log.lastLine() }, resultOf(run));
}

/** The result that this run's child left, or null. */
function resultOf({ directory, id }: RunToExecute): RunResult | null {
  const found = findResult(directory);
  return found.kind === "present" && found.value.id === id ? found.value : null;
}

/** A child that died could not write how it ended: whoever reads status.json later shall still find the truth. */
function settleStatus({ directory, id }: RunToExecute, outcome: RunOutcome): void {
  const found = readStatus(directory) ?? plannedStatus(id);
  const wasLeftOpen = found.state === "running" || found.state === "planned";
  if (!wasLeftOpen) return;
  const running = found.state === "running" ? found : startAttempt(found, thisOwner());
  const step = "step" in outcome ? outcome.step : running.step;
  writeStatus(
    directory,
    endAttempt(
      running,
      outcome.status === "failed"
        ? { state: "failed", step, error: outcome.error }
        : { state: outcome.status, step },
    ),
  );
}

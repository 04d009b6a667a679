/** One run on the parent's side: claim it, run its child, decide how it ended, leave its files readable. */
import { rmSync } from "node:fs";

import { claimRun } from "../runs/claim.ts";
import type { ClaimAnswer } from "../runs/claim.ts";
import type { ChildMessage, RunOutcome } from "../runs/messages.ts";
import { thisOwner } from "../runs/owner.ts";
import { runPaths } from "../runs/paths.ts";
import { findRunRecord } from "../runs/record-file.ts";
import { findResult } from "../runs/result-file.ts";
import type { RunResult } from "../runs/result.ts";
import { whyStale } from "../runs/stale.ts";
import { endAttempt, plannedStatus, startAttempt } from "../runs/status.ts";
import { readStatus, writeStatus } from "../runs/status-file.ts";
import { writeSessionFailure } from "../tensorboard/session-failure.ts";
import { runChild } from "./child.ts";
import type { Limits } from "./child.ts";
import type { RunEnd, RunToExecute } from "./events.ts";
import { openLog } from "./log-file.ts";
import type { LogFile } from "./log-file.ts";
import { decideOutcome, outcomeOfResult } from "./outcome.ts";

export interface RunOptions {
  readonly workerPath: string;
  readonly limits: Limits;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  /** Its child is about to start; not called where there is nothing to train any more. */
  readonly onStart: () => void;
  readonly onMessage: (message: ChildMessage) => void;
}

export type RunAnswer =
  | { readonly kind: "ended"; readonly end: RunEnd }
  /** Another process trains it, and it was left to that one. */
  | Extract<ClaimAnswer, { readonly kind: "held" }>;

/** Runs one run, whose directory and run.json are there, to its end; whatever goes wrong is in the outcome. */
export async function executeRun(run: RunToExecute, options: RunOptions): Promise<RunAnswer> {
  const logPath = runPaths(run.directory).log;
  try {
    const answer = claimRun(run.directory);
    if (answer.kind === "held") return answer;
    try {
      return { kind: "ended", end: await executeClaimed(run, options, logPath) };
    } finally {
      answer.claim.release();
    }
  } catch (error) {
    // The disk is full, the folder is gone: one run's files must not stop the other runs.
    const reason = error instanceof Error ? error.message : String(error);
    const outcome = { status: "failed", error: reason } as const;
    return { kind: "ended", end: { outcome, logPath, lastLine: null } };
  }
}

async function executeClaimed(
  run: RunToExecute,
  options: RunOptions,
  logPath: string,
): Promise<RunEnd> {
  const finished = currentResultOf(run);
  // Another sweep finished it after this one was planned.
  if (finished !== null) return { outcome: outcomeOfResult(finished), logPath, lastLine: null };
  clearAttempt(run.directory);
  const attemptBefore = readStatus(run.directory)?.attempt ?? 0;
  options.onStart();
  const log = openLog(logPath);
  try {
    const outcome = await runToOutcome(run, options, log);
    settleStatus(run, outcome, attemptBefore);
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

/** What an earlier attempt left must not be taken for this one's: its result, and rows that this one writes again. */
function clearAttempt(directory: string): void {
  const { result, metrics } = runPaths(directory);
  for (const path of [result, metrics]) rmSync(path, { force: true });
}

function currentResultOf(run: RunToExecute): RunResult | null {
  const result = resultOf(run);
  if (result === null) return null;
  const record = findRunRecord(run.directory);
  const executor = record.kind === "present" ? record.value.provenance.executor : null;
  return whyStale(result, executor) === null ? result : null;
}

/** The result in this run's directory, or null. */
function resultOf({ directory, id }: RunToExecute): RunResult | null {
  const found = findResult(directory);
  return found.kind === "present" && found.value.id === id ? found.value : null;
}

/** A child that died could not write how it ended: whoever reads status.json later shall still find the truth. */
function settleStatus(run: RunToExecute, outcome: RunOutcome, attemptBefore: number): void {
  const found = readStatus(run.directory) ?? plannedStatus(run.id);
  const wasToldByChild = found.state !== "running" && found.attempt > attemptBefore;
  if (wasToldByChild) return;
  const running = found.state === "running" ? found : startAttempt(found, thisOwner());
  const step = "step" in outcome ? outcome.step : running.step;
  writeStatus(
    run.directory,
    endAttempt(
      running,
      outcome.status === "failed"
        ? { state: "failed", step, error: outcome.error }
        : { state: outcome.status, step },
    ),
  );
  if (outcome.status === "failed") writeSessionFailure(run.directory, step, outcome.error);
}

/**
 * How a run ended, from everything that can be known afterwards. The run directory is the truth: a run is finished or
 * diverged only if its result.json says so, whatever the child said or how its process ended.
 */
import type { RunOutcome } from "../runs/messages.ts";
import type { RunResult } from "../runs/result.ts";

/** What the parent saw of a child's life. */
export interface ChildReport {
  /** The child's last word, or null. */
  readonly said: RunOutcome | null;
  /** Last step it told of. */
  readonly step: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why the process could not be started, or null. */
  readonly startError: string | null;
  /** Why the parent ended it, or null where it ended by itself or was asked to. */
  readonly ended: "stalled" | "protocol" | "killed" | null;
  /** The child had been asked to stop. */
  readonly stopAsked: boolean;
  readonly stallMs: number;
  readonly lastLine: string | null;
}

/** `result`: what this attempt left in result.json, or null. */
export function decideOutcome(report: ChildReport, result: RunResult | null): RunOutcome {
  if (result !== null) return outcomeOfResult(result);
  const { said, step, startError } = report;
  if (startError !== null) return failed(`could not be started: ${startError}`);
  if (report.ended === "stalled") return failed(describeStall(report));
  if (report.ended === "protocol")
    return failed("sent a message that is none of ours, and was stopped");
  if (said?.status === "failed" || said?.status === "cancelled") return said;
  if (said !== null) return failed(`said that it had ${said.status}, but left no result.json`);
  if (report.stopAsked || report.ended === "killed") return { status: "cancelled", step };
  return failed(describeDeath(report));
}

/** How the run ended that left this result. */
export function outcomeOfResult({ diverged, durationMs }: RunResult): RunOutcome {
  return diverged === null
    ? { status: "finished", durationMs }
    : { status: "diverged", ...diverged, durationMs };
}

const failed = (error: string): RunOutcome => ({ status: "failed", error });

function describeStall({ stallMs, step }: ChildReport): string {
  return `gave no sign of life for ${Math.round(stallMs / 1000)} s after step ${step}, and was stopped`;
}

function describeDeath({ signal, exitCode, step, lastLine }: ChildReport): string {
  if (signal === "SIGKILL")
    return `was killed by SIGKILL after step ${step}: most often the system was out of memory`;
  if (signal !== null) return `was killed by ${signal} after step ${step}`;
  if (exitCode === 0) return `ended without an answer after step ${step}`;
  const detail = lastLine === null ? "" : `: ${lastLine}`;
  return `ended with exit code ${exitCode ?? "unknown"} after step ${step}${detail}`;
}

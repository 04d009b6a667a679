/** How far the sweep is, told by its events alone. What is shown of it is rendered elsewhere. */
import type { ExecutionEvent, RunToExecute } from "../events.ts";

export interface ActiveRun {
  readonly run: RunToExecute;
  readonly startedMs: number;
  /** Null until the child trains: it is loading and compiling. */
  readonly executor: string | null;
  readonly step: number;
  readonly stepsPerSecond: number;
  readonly losses: { readonly discriminator: number; readonly generator: number } | null;
}

export interface Progress {
  readonly runs: readonly RunToExecute[];
  /** Finished before this sweep was started, and not run again. */
  readonly skipped: number;
  readonly startedMs: number;
  readonly active: readonly ActiveRun[];
  /** Those that another process trains. */
  readonly waiting: readonly RunToExecute[];
  readonly finished: number;
  readonly diverged: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Steps of runs that have ended, as they were planned. */
  readonly endedSteps: number;
  readonly stopping: "no" | "waiting" | "forced";
}

/** Before the first event. Times are milliseconds, of any clock. */
export function startProgress(
  runs: readonly RunToExecute[],
  skipped: number,
  now: number,
): Progress {
  return {
    runs,
    skipped,
    startedMs: now,
    active: [],
    waiting: [],
    finished: 0,
    diverged: 0,
    failed: 0,
    cancelled: 0,
    endedSteps: 0,
    stopping: "no",
  };
}

/** The progress after an event. */
export function advance(progress: Progress, event: ExecutionEvent, now: number): Progress {
  switch (event.type) {
    case "waiting":
      return { ...progress, waiting: [...progress.waiting, event.run] };
    case "started":
      return {
        ...progress,
        active: [...progress.active, startRun(event.run, now)],
        waiting: progress.waiting.filter((run) => run !== event.run),
      };
    case "message":
      return {
        ...progress,
        active: progress.active.map((item) =>
          item.run === event.run ? hear(item, event.message) : item,
        ),
      };
    case "ended": {
      const { status } = event.end.outcome;
      return {
        ...progress,
        active: progress.active.filter(({ run }) => run !== event.run),
        waiting: progress.waiting.filter((run) => run !== event.run),
        [status]: progress[status] + 1,
        endedSteps: progress.endedSteps + event.run.steps,
      };
    }
    case "stopping":
      return { ...progress, stopping: event.forced ? "forced" : "waiting" };
  }
}

/** Runs of this sweep that have ended, however. */
export function endedRuns({ finished, diverged, failed, cancelled }: Progress): number {
  return finished + diverged + failed + cancelled;
}

/** Milliseconds until a run's last step at its present rate, or null where that cannot be told. */
export function runEtaMs({ run, step, stepsPerSecond }: ActiveRun): number | null {
  if (!(stepsPerSecond > 0)) return null;
  return (1000 * Math.max(0, run.steps - step)) / stepsPerSecond;
}

/**
 * Milliseconds until the sweep's end at the rate so far, or null before enough is known: 1 % of all steps and a second.
 */
export function sweepEtaMs(progress: Progress, now: number): number | null {
  const elapsed = now - progress.startedMs;
  const all = progress.runs.reduce((sum, { steps }) => sum + steps, 0);
  const done = progress.endedSteps + progress.active.reduce((sum, { step }) => sum + step, 0);
  if (elapsed < 1000 || done < all / 100 || done === 0) return null;
  return (elapsed * Math.max(0, all - done)) / done;
}

function startRun(run: RunToExecute, now: number): ActiveRun {
  return { run, startedMs: now, executor: null, step: 0, stepsPerSecond: 0, losses: null };
}

type Message = Extract<ExecutionEvent, { readonly type: "message" }>["message"];

function hear(item: ActiveRun, message: Message): ActiveRun {
  switch (message.type) {
    case "started":
      return { ...item, executor: message.executor, step: message.fromStep };
    case "progress": {
      const { step, stepsPerSecond, losses } = message;
      return { ...item, step, stepsPerSecond, losses };
    }
    case "evaluated":
      return { ...item, step: message.step };
    case "warning":
    case "ended":
      return item;
  }
}

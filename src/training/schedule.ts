/** When a run does what. Steps here count *completed* steps: 0 is before training, `steps` is the end. */
import type { RunSettings, RunSpec } from "../config/spec.ts";

export interface Schedule {
  /** After the first step too, so that there is something to see at once. */
  readonly logs: (completed: number) => boolean;
  /** Logged steps whose updates are measured: a pass over all weights each, so one in five. */
  readonly measures: (completed: number) => boolean;
  readonly evaluates: (completed: number) => boolean;
  readonly draws: (completed: number) => boolean;
  readonly histograms: (completed: number) => boolean;
}

const LOGS_PER_MEASURE = 5;

export function createSchedule(
  spec: Pick<RunSpec, "training" | "evaluation">,
  settings: Pick<RunSettings, "logging" | "snapshots">,
): Schedule {
  const { steps } = spec.training;
  const snapshots = new Set(settings.snapshots);
  const every = (interval: number) => (completed: number) =>
    completed % interval === 0 || completed === steps;
  const logsLater = every(settings.logging.everySteps);
  const measuresLater = every(LOGS_PER_MEASURE * settings.logging.everySteps);
  const draws = (completed: number): boolean => snapshots.has(completed);
  const { histogramsEverySteps } = settings.logging;
  return {
    logs: (completed) => completed === 1 || logsLater(completed),
    measures: (completed) => completed === 1 || measuresLater(completed),
    evaluates: every(spec.evaluation.everySteps),
    draws,
    histograms: histogramsEverySteps === null ? draws : every(histogramsEverySteps),
  };
}

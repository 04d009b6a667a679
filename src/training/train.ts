/**
 * The loop of one run. Before the first step and after every step: evaluate, draw and log what the schedule asks for;
 * then one step, each phase as often as it repeats. Ends when the steps are done, a loss or weight is not finite, or the
 * parent says stop.
 */
import type { RunRecord } from "../runs/record.ts";
import type { RunOutcome } from "../runs/messages.ts";
import type { TrainingSession, UpdateMeasures } from "../engine/executor.ts";
import type { NetworkName, StepPlan } from "../gan/step-plan.ts";
import type { Feed } from "./feed.ts";
import { LossWindow, notFiniteLoss } from "./losses.ts";
import { createSchedule } from "./schedule.ts";

/** What a step did to each network that it updated. */
export type Updates = Partial<Record<NetworkName, UpdateMeasures>>;

/** Everything that looks at a run while it trains; `completed` counts finished steps, 0 is before the first. */
export interface Watcher {
  log(completed: number, window: LossWindow, updates: Updates): void;
  evaluate(completed: number): Promise<void>;
  draw(completed: number): Promise<void>;
  histograms(completed: number): void;
  /** Called once, after the last step of a run that finished or diverged. */
  finish(completed: number): void;
  /** Called after every step; cheap. */
  tick(completed: number): Promise<void>;
}

export interface TrainOptions {
  readonly record: Pick<RunRecord, "spec" | "settings">;
  readonly plan: StepPlan;
  readonly session: TrainingSession;
  readonly feed: Feed;
  readonly watcher: Watcher;
  readonly shouldStop: () => boolean;
}

/** Trains to the end of `record.spec.training.steps` and says how it ended; never throws for a divergence. */
export async function train(options: TrainOptions): Promise<RunOutcome> {
  const { record, session, watcher } = options;
  const { steps } = record.spec.training;
  const schedule = createSchedule(record.spec, record.settings);
  const window = new LossWindow();
  const startedAt = performance.now();
  const durationMs = (): number => Math.round(performance.now() - startedAt);
  for (let completed = 0; ; completed++) {
    if (schedule.evaluates(completed)) await watcher.evaluate(completed);
    if (schedule.draws(completed)) await watcher.draw(completed);
    if (schedule.evaluates(completed) || schedule.histograms(completed)) await session.pull();
    if (schedule.histograms(completed)) watcher.histograms(completed);
    const weights = schedule.evaluates(completed) ? notFiniteWeight(session) : null;
    if (weights !== null || completed === steps) {
      watcher.finish(completed);
      return weights === null
        ? { status: "finished", durationMs: durationMs() }
        : { status: "diverged", step: completed, what: weights, durationMs: durationMs() };
    }
    if (options.shouldStop()) return { status: "cancelled", step: completed };
    const measure = schedule.measures(completed + 1);
    const { updates, notFinite } = await runStep(options, completed, measure);
    if (notFinite !== null) {
      // The step that broke is logged as it is; the window's means stay those of the steps before it.
      watcher.log(completed + 1, window, updates);
      watcher.finish(completed + 1);
      return { status: "diverged", step: completed + 1, what: notFinite, durationMs: durationMs() };
    }
    window.add(session);
    if (schedule.logs(completed + 1)) watcher.log(completed + 1, window, updates);
    await watcher.tick(completed + 1);
  }
}

/**
 * One step: every phase, as often as it repeats. Stops at the first loss that is not finite; measures the last repeat of
 * each phase only.
 */
async function runStep(
  { plan, session, feed }: TrainOptions,
  step: number,
  measure: boolean,
): Promise<{ readonly updates: Updates; readonly notFinite: string | null }> {
  const updates: Updates = {};
  for (const [index, phase] of plan.phases.entries())
    for (let repeat = 0; repeat < phase.repeat; repeat++) {
      feed(index, step * phase.repeat + repeat);
      const isLast = repeat === phase.repeat - 1;
      Object.assign(updates, await session.runPhase(index, { measure: measure && isLast }));
      const notFinite = notFiniteLoss(session, index);
      if (notFinite !== null) return { updates, notFinite };
    }
  return { updates, notFinite: null };
}

/** Name of the first variable that holds a number that is not finite, or null. */
function notFiniteWeight(session: TrainingSession): string | null {
  for (const [name, values] of session.variables)
    for (const value of values) if (!Number.isFinite(value)) return name;
  return null;
}

/** Learning rates over a network's updates. */
import type { ScheduleSpec } from "../../config/spec.ts";
import type { LearningRate } from "./optimizer.ts";

/**
 * The rate of update 1, 2, …; the first is `learningRate` itself. linear and cosine reach end·learningRate after
 * `updates` and keep it.
 */
export function createSchedule(learningRate: number, schedule: ScheduleSpec): LearningRate {
  switch (schedule.kind) {
    case "constant":
      return () => learningRate;
    case "linear":
      return (update) => learningRate * mix(1, schedule.end, share(update, schedule.updates));
    case "cosine":
      return (update) => {
        const fallen = (1 - Math.cos(Math.PI * share(update, schedule.updates))) / 2;
        return learningRate * mix(1, schedule.end, fallen);
      };
    case "staircase":
      return (update) => {
        let rate = learningRate;
        for (let drop = schedule.every; drop < update; drop += schedule.every)
          rate *= schedule.factor;
        return rate;
      };
    default:
      return schedule satisfies never;
  }
}

/** How much of the way update number `update` has behind it, from 0 to 1. */
const share = (update: number, updates: number): number => Math.min((update - 1) / updates, 1);

const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

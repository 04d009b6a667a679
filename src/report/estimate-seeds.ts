/** A mean over seeds that keeps each seed's value. */
import type { RunResult } from "../runs/result.ts";
import { bootstrapInterval } from "./statistics/bootstrap.ts";
import { estimateMean, wilsonInterval } from "./statistics/intervals.ts";
import type { Range } from "./statistics/intervals.ts";
import type { SeedEstimate } from "./summary.ts";

export interface SeededResult {
  readonly seed: number;
  readonly result: RunResult;
}

export interface SeededValue {
  readonly seed: number;
  readonly value: number;
}

/** Values that are not finite are kept among the values and counted nowhere else. */
export function estimateSeeds(values: readonly SeededValue[], range?: Range): SeedEstimate {
  const finite = values.map(({ value }) => value).filter(Number.isFinite);
  return { ...estimateMean(finite, range), values, bootstrap: null };
}

/** The same with a bootstrap interval beside the other, where there are values enough. */
export function withBootstrap(estimate: SeedEstimate): SeedEstimate {
  const finite = estimate.values.map(({ value }) => value).filter(Number.isFinite);
  return { ...estimate, bootstrap: bootstrapInterval(finite) };
}

/** A share of runs: each value is 0 or 1, each run an independent trial, the interval Wilson's. */
export function estimateSuccesses(values: readonly SeededValue[]): SeedEstimate {
  const n = values.length;
  if (n === 0) return estimateSeeds(values);
  const successes = values.reduce((sum, { value }) => sum + value, 0);
  const interval = wilsonInterval(successes, n);
  return { n, mean: successes / n, interval, method: "wilson", values, bootstrap: null };
}

/** The values of one metric tag, of those seeds that have it. */
export function valuesOf(
  results: readonly { readonly seed: number; readonly metrics: Readonly<Record<string, number>> }[],
  tag: string,
): readonly SeededValue[] {
  return results.flatMap(({ seed, metrics }) => {
    const value = metrics[tag];
    return value === undefined ? [] : [{ seed, value }];
  });
}

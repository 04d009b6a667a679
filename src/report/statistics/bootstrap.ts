/** Bootstrap interval of a mean: for values that Student's t would not suit. */
import { mean, quantileSorted } from "simple-statistics";

import { seed as brandSeed } from "../../shared/brand.ts";
import { createStream } from "../../shared/random.ts";
import { CONFIDENCE } from "./intervals.ts";
import type { Interval } from "./intervals.ts";

/** Fewer values say too little about their own distribution. */
export const BOOTSTRAP_LEAST = 8;
const RESAMPLES = 10_000;

/**
 * Percentile interval of 95 % over 10,000 resamples; null below 8 values, and where all are equal.
 *
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
 */
export function bootstrapInterval(values: readonly number[], seed = 0): Interval | null {
  const n = values.length;
  if (n < BOOTSTRAP_LEAST || values.every((value) => value === values[0])) return null;
  const stream = createStream(brandSeed(seed), "bootstrap");
  const means = Float64Array.from({ length: RESAMPLES }, () =>
    mean(Array.from({ length: n }, () => values[stream.integer(n)] ?? 0)),
  ).sort();
  const sorted = Array.from(means);
  return {
    low: quantileSorted(sorted, (1 - CONFIDENCE) / 2),
    high: quantileSorted(sorted, (1 + CONFIDENCE) / 2),
  };
}

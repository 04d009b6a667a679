/** 95 % intervals: for a mean over seeds, and for a share of independent trials. */
import { mean, sampleStandardDeviation } from "simple-statistics";

import { tQuantile } from "./student-t.ts";

export const CONFIDENCE = 0.95;

/** Values that a quantity can take at all. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

export const UNBOUNDED: Range = { minimum: -Infinity, maximum: Infinity };

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface MeanEstimate {
  readonly n: number;
  /** Null without values. */
  readonly mean: number | null;
  /** Null where nothing can be said: of fewer than two values, or of equal values without a range. */
  readonly interval: Interval | null;
  /**
   * t: Student's interval within the range. exact: all values are equal, see equalInterval. all-equal: the same, but the
   * range has no end. single, none: too few values. wilson: a share of independent trials, see wilsonInterval.
   */
  readonly method: "t" | "exact" | "all-equal" | "single" | "none" | "wilson";
}

/**
 * Mean of independent values with an interval of 95 % confidence:
 *
 *     x̄ ± t(0.975, n − 1) · s/√n,  cut to the range
 *
 * The true mean lies within the range, so cutting costs no confidence. Equal values have s = 0, which would promise a
 * certainty that n values cannot give: they get an exact interval, or none.
 */
export function estimateMean(values: readonly number[], range: Range = UNBOUNDED): MeanEstimate {
  const n = values.length;
  const [first] = values;
  if (first === undefined) return { n, mean: null, interval: null, method: "none" };
  if (n === 1) return { n, mean: first, interval: null, method: "single" };
  if (values.every((value) => value === first)) return estimateEqual(first, n, range);
  const middle = clamp(mean([...values]), range);
  const half =
    (tQuantile((1 + CONFIDENCE) / 2, n - 1) * sampleStandardDeviation([...values])) / Math.sqrt(n);
  const interval = { low: clamp(middle - half, range), high: clamp(middle + half, range) };
  return { n, mean: middle, interval, method: "t" };
}

/**
 * Interval for the mean of values in a range, where all n that were seen are equal to `value`. By 95 % confidence at most
 * a share p = 1 − 0.05^(1/n) of all values differs from it (Clopper and Pearson for 0 of n, the one tail there is), and
 * those lie within the range:
 *
 *     [value − p·(value − minimum), value + p·(maximum − value)]
 */
export function equalInterval(value: number, n: number, { minimum, maximum }: Range): Interval {
  const share = 1 - (1 - CONFIDENCE) ** (1 / n);
  return { low: value - share * (value - minimum), high: value + share * (maximum - value) };
}

/**
 * Wilson's 95 % interval for the share of successes in n independent trials; within [0, 1], and never of zero width.
 *
 * Source: Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212.
 */
export function wilsonInterval(successes: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const share = successes / n;
  const square = Z ** 2;
  const middle = share + square / (2 * n);
  const half = Z * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  const scale = 1 + square / n;
  return {
    low: successes === 0 ? 0 : (middle - half) / scale,
    high: successes === n ? 1 : (middle + half) / scale,
  };
}

/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

function estimateEqual(value: number, n: number, range: Range): MeanEstimate {
  const isBounded = Number.isFinite(range.minimum) && Number.isFinite(range.maximum);
  return isBounded
    ? { n, mean: value, interval: equalInterval(value, n, range), method: "exact" }
    : { n, mean: value, interval: null, method: "all-equal" };
}

const clamp = (value: number, { minimum, maximum }: Range): number =>
  Math.min(maximum, Math.max(minimum, value));

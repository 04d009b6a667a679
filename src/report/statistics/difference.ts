/** Difference of two means: its interval, its size in standard deviations, and whether it is as good as none. */
import { mean, sampleVariance } from "simple-statistics";

import type { Interval } from "./intervals.ts";
import { tProbability, tQuantile } from "./student-t.ts";

export interface Difference {
  /** mean(first) − mean(second), or the mean of the pairs' differences. */
  readonly value: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/** A weighted mean of a contrast: values of one group, at least two. */
export interface ContrastPart {
  readonly weight: number;
  readonly values: readonly number[];
}

/**
 * Welch's difference of two independent means, each of at least two values.
 *
 * Source: Welch, Biometrika 34 (1947), 28-35.
 */
export function unpairedDifference(
  first: readonly number[],
  second: readonly number[],
): Difference {
  return contrast([
    { weight: 1, values: first },
    { weight: -1, values: second },
  ]);
}

/**
 * Σ weight · mean of independent groups, with its standard error and the degrees of freedom of Welch and Satterthwaite.
 *
 * Source: Satterthwaite, Biometrics 2 (1946), 110-114.
 */
export function contrast(groups: readonly ContrastPart[]): Difference {
  const parts = groups.map(({ weight, values }) => ({
    value: weight * mean([...values]),
    share: (weight ** 2 * sampleVariance([...values])) / values.length,
    freedom: values.length - 1,
  }));
  const variance = parts.reduce((sum, { share }) => sum + share, 0);
  const spread = parts.reduce((sum, { share, freedom }) => sum + share ** 2 / freedom, 0);
  const freedom = parts.reduce((sum, part) => sum + part.freedom, 0);
  return {
    value: parts.reduce((sum, { value }) => sum + value, 0),
    standardError: Math.sqrt(variance),
    degreesOfFreedom: spread === 0 ? freedom : variance ** 2 / spread,
  };
}

/** The mean of at least two differences within pairs. */
export function pairedDifference(differences: readonly number[]): Difference {
  const n = differences.length;
  return {
    value: mean([...differences]),
    standardError: Math.sqrt(sampleVariance([...differences]) / n),
    degreesOfFreedom: n - 1,
  };
}

/** Student's interval of a difference; null where the values do not vary, which proves nothing about the next seed. */
export function differenceInterval(difference: Difference, confidence: number): Interval | null {
  const { value, standardError, degreesOfFreedom } = difference;
  if (!(standardError > 0)) return null;
  const half = tQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError;
  return { low: value - half, high: value + half };
}

/**
 * Two one-sided t tests at 5 %: p of the larger, or null where the values do not vary. p < 0.05 exactly where the 90 %
 * interval lies within ± margin.
 *
 * Source: Schuirmann, J. Pharmacokinet. Biopharm. 15 (1987), 657-680.
 */
export function equivalenceP(difference: Difference, margin: number): number | null {
  const { value, standardError, degreesOfFreedom } = difference;
  if (!(standardError > 0)) return null;
  const below = tProbability(-(value + margin) / standardError, degreesOfFreedom);
  const above = tProbability((value - margin) / standardError, degreesOfFreedom);
  return Math.max(below, above);
}

/**
 * t test of whether the difference lies outside ± margin, two-sided; null where the values do not vary. p < 0.05 exactly
 * where the 95 % interval lies outside.
 */
export function beyondMarginP(difference: Difference, margin: number): number | null {
  const { value, standardError, degreesOfFreedom } = difference;
  if (!(standardError > 0)) return null;
  return Math.min(
    1,
    2 * tProbability((margin - Math.abs(value)) / standardError, degreesOfFreedom),
  );
}

/**
 * Hedges' g: the difference of means in pooled standard deviations, with the factor against its bias in small groups.
 * Null where neither group varies.
 *
 * Source: Hedges, J. Educ. Stat. 6 (1981), 107-128: g = d·(1 − 3/(4·(n + m) − 9)).
 */
export function hedgesG(first: readonly number[], second: readonly number[]): number | null {
  const [n, m] = [first.length, second.length];
  const pooled =
    ((n - 1) * sampleVariance([...first]) + (m - 1) * sampleVariance([...second])) / (n + m - 2);
  if (!(pooled > 0)) return null;
  const d = (mean([...first]) - mean([...second])) / Math.sqrt(pooled);
  return d * (1 - 3 / (4 * (n + m) - 9));
}

import { describe, expect, test } from "vitest";

import { binomial } from "../../../src/report/statistics/arrangements.ts";
import { bootstrapInterval } from "../../../src/report/statistics/bootstrap.ts";
import {
  beyondMarginP,
  differenceInterval,
  equivalenceP,
  hedgesG,
  pairedDifference,
  unpairedDifference,
} from "../../../src/report/statistics/difference.ts";
import { fisherExact } from "../../../src/report/statistics/fisher.ts";
import { adjustHolm } from "../../../src/report/statistics/holm.ts";
import {
  equalInterval,
  estimateMean,
  wilsonInterval,
} from "../../../src/report/statistics/intervals.ts";
import {
  pairedPermutationTest,
  permutationTest,
  smallestP,
} from "../../../src/report/statistics/permutation-test.ts";
import { rankTogether } from "../../../src/report/statistics/ranks.ts";
import { tProbability, tQuantile } from "../../../src/report/statistics/student-t.ts";
import scipy from "../../fixtures/statistics/scipy.json" with { type: "json" };

const { a, b, c } = scipy;
const pairs = a.map((value, i) => value - (c[i] ?? NaN));
const RANGE = { minimum: 0, maximum: 1 };

/** Two-sided: as a share of what is expected, or absolutely near 0. */
const expectNear = (found: number, expected: number, tolerance = 1e-10): void => {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
};

describe("Student's t", () => {
  test("quantiles are scipy's", () => {
    for (const { p, df, t } of scipy.t_quantiles) expectNear(tQuantile(p, df), t);
  });

  test("lower quantiles mirror upper ones, and the middle is 0", () => {
    expect(tQuantile(0.025, 5)).toBe(-tQuantile(0.975, 5));
    expect(tQuantile(0.5, 5)).toBe(0);
  });

  test("probabilities are scipy's", () => {
    for (const { t, df, p } of scipy.t_probabilities) expectNear(tProbability(t, df), p);
  });
});

describe("estimateMean", () => {
  test("is x̄ ± t·s/√n", () => {
    // 1, 2, 3: s = 1, t(0.975, 2) = 4.302653, half width 4.302653/√3
    const { mean, interval, method } = estimateMean([1, 2, 3]);
    expect([mean, method]).toEqual([2, "t"]);
    expectNear(interval?.high ?? NaN, 2 + 4.302652729749464 / Math.sqrt(3));
    expectNear(interval?.low ?? NaN, 2 - 4.302652729749464 / Math.sqrt(3));
  });

  test("one value has no interval, none has no mean", () => {
    expect(estimateMean([0.5])).toEqual({ n: 1, mean: 0.5, interval: null, method: "single" });
    expect(estimateMean([])).toEqual({ n: 0, mean: null, interval: null, method: "none" });
  });

  test("equal values get the exact interval of their range, never one of zero width", () => {
    // 1 − 0.05^(1/8) = 0.312344
    const { interval } = estimateMean(Array<number>(8).fill(0), RANGE);
    expect(interval?.low).toBe(0);
    expectNear(interval?.high ?? NaN, 0.312344, 1e-6);
    // half of them could be 0 and half 1, for all that is known
    expectNear(equalInterval(0.5, 8, RANGE).low, 0.5 - 0.312344 / 2, 1e-6);
    expect(estimateMean([3, 3], { minimum: 0, maximum: Infinity })).toMatchObject({
      interval: null,
      method: "all-equal",
    });
  });
});

describe("wilsonInterval", () => {
  test("is scipy's", () => {
    for (const { k, n, low, high } of scipy.wilson) {
      const found = wilsonInterval(k, n);
      expectNear(found.low, low);
      expectNear(found.high, high);
    }
  });

  test("knows nothing without trials, and stays within 0 and 1", () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
    expect([wilsonInterval(0, 5).low, wilsonInterval(5, 5).high]).toEqual([0, 1]);
  });
});

describe("fisherExact", () => {
  test("is scipy's", () => {
    for (const { table, p } of scipy.fisher) {
      const [first, second] = table.map(([hits = 0, misses = 0]) => ({
        successes: hits,
        trials: hits + misses,
      }));
      if (first === undefined || second === undefined) throw new Error("a broken fixture");
      expectNear(fisherExact(first, second), p);
    }
  });

  test("the lady tasting tea: 2·1/70", () => {
    const all = { successes: 4, trials: 4 };
    expectNear(fisherExact(all, { successes: 0, trials: 4 }), 2 / 70);
  });
});

describe("permutation tests", () => {
  test("agree with counting and with scipy", () => {
    expectNear(permutationTest(a, b).p, scipy.permutation_unequal);
    expectNear(permutationTest(a, c).p, scipy.permutation_equal);
    expectNear(pairedPermutationTest(pairs).p, scipy.permutation_paired);
    expect(permutationTest(a, b)).toMatchObject({ method: "exact", arrangements: 462 });
  });

  test("by hand: 1, 2 against 3, 4 has p = 2/6, all equal values p = 1", () => {
    expectNear(permutationTest([1, 2], [3, 4]).p, 2 / 6);
    expect(permutationTest([1, 1], [1, 1]).p).toBe(1);
    expect(pairedPermutationTest([0, 0, 0]).p).toBe(1);
  });

  test("beyond 200,000 arrangements they draw, repeatably and near the exact value", () => {
    const first = Array.from({ length: 12 }, (_, i) => i + 6);
    const second = Array.from({ length: 12 }, (_, i) => i);
    const found = permutationTest(first, second, 7);
    expect(found).toMatchObject({ method: "monte-carlo", arrangements: 100_000 });
    expect(permutationTest(first, second, 7)).toEqual(found);
    // The exact share of all 2,704,156 ways, counted by sums, is 0.000816, give or take the noise of 100,000 draws.
    expect(Math.abs(found.p - 0.000816)).toBeLessThan(0.0004);
    const signs = Array.from({ length: 18 }, (_, i) => (i % 3) - 0.9);
    const paired = pairedPermutationTest(signs);
    expect(paired.method).toBe("monte-carlo");
    expect(paired.p).toBeGreaterThan(0.3);
  });

  test("the smallest p in reach: five pairs 0.0625, eight against eight 2/12870", () => {
    const of = (first: number, second: number, paired: boolean, comparisons = 1): number =>
      smallestP({ first, second, paired, comparisons });
    expect(of(5, 5, true)).toBe(0.0625);
    expect(of(8, 8, false)).toBe(2 / 12_870);
    expect(of(8, 8, false, 3)).toBe(6 / 12_870);
    expect(of(3, 4, false)).toBe(1 / 35);
    expect(of(1, 1, true)).toBe(1);
  });

  test("no p below the smallest in reach", () => {
    expect(permutationTest([9, 10, 11], [1, 2, 3]).p).toBe(0.1);
    expect(smallestP({ first: 3, second: 3, paired: false, comparisons: 1 })).toBe(0.1);
  });
});

describe("rankTogether", () => {
  test("a diverged run is worse than every value, in both directions", () => {
    expect(
      rankTogether(
        [
          [1, null],
          [3, 1],
        ],
        "higher",
      ),
    ).toEqual([
      [2.5, 1],
      [4, 2.5],
    ]);
    expect(
      rankTogether(
        [
          [1, null],
          [3, 1],
        ],
        "lower",
      ),
    ).toEqual([
      [3.5, 1],
      [2, 3.5],
    ]);
  });
});

describe("adjustHolm", () => {
  test("multiplies by what is left, and never falls", () => {
    // sorted 0.01·3, 0.015·2 = 0.03, 0.04·1 = 0.04
    expect(adjustHolm([0.04, 0.01, 0.015])).toEqual([0.04, 0.03, 0.03]);
    expect(adjustHolm([0.5, 0.6])).toEqual([1, 1]);
    expect(adjustHolm([])).toEqual([]);
  });
});

describe("differences", () => {
  test("Welch's interval is scipy's", () => {
    const difference = unpairedDifference(a, b);
    expectNear(difference.standardError, scipy.welch.se);
    expectNear(difference.degreesOfFreedom, scipy.welch.df);
    const interval = differenceInterval(difference, 0.95);
    expectNear(interval?.low ?? NaN, scipy.welch.low);
    expectNear(interval?.high ?? NaN, scipy.welch.high);
  });

  test("equivalence is scipy's two one-sided tests", () => {
    expectNear(equivalenceP(unpairedDifference(a, b), 0.2) ?? NaN, scipy.tost_unpaired);
    expectNear(equivalenceP(pairedDifference(pairs), 0.1) ?? NaN, scipy.tost_paired);
  });

  test("equivalent at 5 % and the 90 % interval within the margin are the same", () => {
    for (const margin of [0.12, 0.15, 0.18, 0.19, 0.2, 0.3]) {
      const difference = unpairedDifference(a, b);
      const interval = differenceInterval(difference, 0.9);
      const isWithin = (interval?.low ?? NaN) > -margin && (interval?.high ?? NaN) < margin;
      expect((equivalenceP(difference, margin) ?? 1) < 0.05).toBe(isWithin);
    }
  });

  test("a difference beyond a margin is scipy's t test against it, whichever group is larger", () => {
    expectNear(beyondMarginP(unpairedDifference(a, b), 0.02) ?? NaN, scipy.beyond_unpaired);
    expectNear(beyondMarginP(unpairedDifference(b, a), 0.02) ?? NaN, scipy.beyond_unpaired);
    expect(beyondMarginP(unpairedDifference(a, b), 0.2)).toBe(1);
  });

  test("beyond at 5 % and the 95 % interval outside the margin are the same", () => {
    const difference = unpairedDifference(a, b);
    const low = differenceInterval(difference, 0.95)?.low ?? NaN;
    expect(beyondMarginP(difference, low - 1e-6)).toBeLessThan(0.05);
    expect(beyondMarginP(difference, low + 1e-6)).toBeGreaterThan(0.05);
  });

  test("values that do not vary prove nothing", () => {
    const difference = unpairedDifference([1, 1], [1, 1]);
    expect(differenceInterval(difference, 0.95)).toBeNull();
    expect(equivalenceP(difference, 0.1)).toBeNull();
    expect(beyondMarginP(difference, 0.1)).toBeNull();
    expect(hedgesG([1, 1], [2, 2])).toBeNull();
  });

  test("Hedges' g by hand", () => {
    // means 3 and 2, both variances 1: d = 1; factor 1 − 3/(4·6 − 9) = 0.8
    expectNear(hedgesG([2, 3, 4], [1, 2, 3]) ?? NaN, 0.8);
  });
});

describe("bootstrapInterval", () => {
  test("needs eight values that are not all equal, and is repeatable", () => {
    expect(bootstrapInterval([1, 2, 3, 4, 5, 6, 7])).toBeNull();
    expect(bootstrapInterval(Array<number>(8).fill(1))).toBeNull();
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    const interval = bootstrapInterval(values);
    expect(bootstrapInterval(values)).toEqual(interval);
    // σ/√n = 2.29/2.83 = 0.81: about 4.5 ± 1.59
    expect(Math.abs((interval?.low ?? NaN) - 2.91)).toBeLessThan(0.15);
    expect(Math.abs((interval?.high ?? NaN) - 6.09)).toBeLessThan(0.15);
  });
});

describe("binomial", () => {
  test("counts exactly as far as a double can", () => {
    expect([binomial(16, 8), binomial(20, 10), binomial(5, 0)]).toEqual([12_870, 184_756, 1]);
    expect(binomial(50, 25)).toBe(126_410_606_437_752);
  });
});

/**
 * Permutation test of a difference of means: no assumption on the values' distribution, only that without a difference
 * they could have been shared out otherwise.
 *
 *     unpaired: values of both groups are shared out anew, C(n + m, n) ways
 *     paired:   the sign of each seed's difference is flipped, 2ⁿ ways
 *
 * p is the share of all ways whose |difference of means| is at least the one seen (two-sided). Exact up to
 * EXACT_ARRANGEMENTS ways; beyond, by random ways: p = (1 + hits)/(1 + draws).
 *
 * Source: Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9 (2010), 39, for the added one.
 */
import { mean } from "simple-statistics";

import { seed as brandSeed } from "../../shared/brand.ts";
import { createStream, permutation } from "../../shared/random.ts";
import { binomial, forEachChoice } from "./arrangements.ts";

export const EXACT_ARRANGEMENTS = 200_000;
const DRAWS = 100_000;

export interface PermutationResult {
  /** Two-sided. */
  readonly p: number;
  /** mean(first) − mean(second). */
  readonly difference: number;
  readonly method: "exact" | "monte-carlo";
  /** Ways counted. */
  readonly arrangements: number;
}

/** Both groups hold at least one value, all finite. `seed` decides the random ways. */
export function permutationTest(
  first: readonly number[],
  second: readonly number[],
  seed = 0,
): PermutationResult {
  const pooled = [...first, ...second];
  const [n, all] = [first.length, pooled.length];
  if (n === 0 || n === all) throw new RangeError("Expected two groups with values");
  const total = pooled.reduce((sum, value) => sum + value, 0);
  const difference = mean([...first]) - mean([...second]);
  const isHit = reaches(difference, pooled);
  const differenceOf = (sum: number): number => sum / n - (total - sum) / (all - n);
  const sumOf = (chosen: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += pooled[chosen[i] ?? 0] ?? 0;
    return sum;
  };
  const ways = binomial(all, n);
  if (ways > EXACT_ARRANGEMENTS) {
    const stream = createStream(brandSeed(seed), "permutation-test");
    const p = drawP(() => isHit(differenceOf(sumOf(permutation(stream, all)))));
    return { p, difference, method: "monte-carlo", arrangements: DRAWS };
  }
  let hits = 0;
  forEachChoice(all, n, (chosen) => {
    if (isHit(differenceOf(sumOf(chosen)))) hits += 1;
  });
  return { p: hits / ways, difference, method: "exact", arrangements: ways };
}

/** For pairs of values of the same seed: `differences` holds first − second, all finite. */
export function pairedPermutationTest(differences: readonly number[], seed = 0): PermutationResult {
  const n = differences.length;
  if (n === 0) throw new RangeError("Expected at least one pair");
  const difference = mean([...differences]);
  const isHit = reaches(difference, differences);
  const ways = 2 ** n;
  if (ways > EXACT_ARRANGEMENTS) {
    const stream = createStream(brandSeed(seed), "paired-permutation-test");
    const p = drawP(() => {
      const sum = differences.reduce(
        (before, value) => before + (stream.uint32() < 2 ** 31 ? value : -value),
        0,
      );
      return isHit(sum / n);
    });
    return { p, difference, method: "monte-carlo", arrangements: DRAWS };
  }
  let hits = 0;
  for (let signs = 0; signs < ways; signs++) {
    const sum = differences.reduce(
      (before, value, i) => before + ((signs >> i) & 1 ? value : -value),
      0,
    );
    if (isHit(sum / n)) hits += 1;
  }
  return { p: hits / ways, difference, method: "exact", arrangements: ways };
}

/**
 * The smallest two-sided p these numbers of seeds can give at all, after Holm over so many comparisons. Five pairs: 2/2⁵.
 */
export function smallestP(options: {
  readonly first: number;
  readonly second: number;
  readonly paired: boolean;
  readonly comparisons: number;
}): number {
  const { first, second, paired, comparisons } = options;
  const ways = paired ? 2 ** Math.min(first, second) : binomial(first + second, first);
  // With groups of one size the mirror image of the most extreme way is as extreme.
  const extreme = paired || first === second ? 2 : 1;
  const exact = ways <= EXACT_ARRANGEMENTS ? extreme / ways : 1 / (1 + DRAWS);
  return Math.min(1, exact * comparisons);
}

/** Equal differences count as reached, whatever the order in which their sums were rounded. */
function reaches(difference: number, values: readonly number[]): (other: number) => boolean {
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const limit = Math.abs(difference) - 1e-12 * scale;
  return (other) => Math.abs(other) >= limit;
}

function drawP(isHit: () => boolean): number {
  let hits = 0;
  for (let i = 0; i < DRAWS; i++) if (isHit()) hits += 1;
  return (1 + hits) / (1 + DRAWS);
}

/** Kullback-Leibler divergence of discrete distributions, in nats. */

/**
 *     KL(p ‖ q) = Σ p ln(p / q),   0 · ln 0 = 0
 *
 * with p = counts / Σ counts. Infinite where a count falls on a class of probability 0.
 */
export function klFromCounts(counts: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i] ?? 0;
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const p = (counts[i] ?? 0) / total;
    if (p > 0) sum += p * Math.log(p / (probabilities[i] ?? 0));
  }
  // Rounding can leave a tiny negative sum where the distributions are equal.
  return Math.max(0, sum);
}

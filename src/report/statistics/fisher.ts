/**
 * Fisher's exact test of two success rates.
 *
 * Source: Fisher, The Design of Experiments (1935); two-sided as the sum over all tables that are no more likely.
 */

/** Two-sided p of `successes` out of `trials` in each of two groups. */
export function fisherExact(
  first: { readonly successes: number; readonly trials: number },
  second: { readonly successes: number; readonly trials: number },
): number {
  const successes = first.successes + second.successes;
  const trials = first.trials + second.trials;
  const low = Math.max(0, successes - second.trials);
  const high = Math.min(first.trials, successes);
  const logWays = (k: number): number =>
    logBinomial(first.trials, k) + logBinomial(second.trials, successes - k);
  const all = logBinomial(trials, successes);
  const seen = logWays(first.successes);
  let p = 0;
  for (let k = low; k <= high; k++) {
    const ways = logWays(k);
    if (ways <= seen + 1e-7) p += Math.exp(ways - all);
  }
  return Math.min(1, p);
}

function logBinomial(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}

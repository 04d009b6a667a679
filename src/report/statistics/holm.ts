/**
 * p-values adjusted for having looked several times, in the order given.
 *
 * Source: Holm, Scand. J. Stat. 6 (1979), 65-70: the k-th smallest of m times (m − k + 1), never less than the one before.
 */
export function adjustHolm(values: readonly number[]): readonly number[] {
  const order = values.map((p, i) => ({ p, i })).sort((one, other) => one.p - other.p);
  const adjusted = values.map(() => 1);
  let most = 0;
  order.forEach(({ p, i }, k) => {
    most = Math.max(most, Math.min(1, p * (values.length - k)));
    adjusted[i] = most;
  });
  return adjusted;
}

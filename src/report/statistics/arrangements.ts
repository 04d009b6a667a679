/** How many ways there are to share out or to flip values, as far as a double can count. */

/** n over k: ways to choose k of n. */
export function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = (ways * (n - i + 1)) / i;
  return Math.round(ways);
}

/** Calls `visit` with every choice of k of the indices 0 … n − 1; the array is used again. */
export function forEachChoice(n: number, k: number, visit: (chosen: Int32Array) => void): void {
  const chosen = Int32Array.from({ length: k }, (_, i) => i);
  for (;;) {
    visit(chosen);
    let last = k - 1;
    while (last >= 0 && (chosen[last] ?? 0) === n - k + last) last -= 1;
    if (last < 0) return;
    chosen[last] = (chosen[last] ?? 0) + 1;
    for (let i = last + 1; i < k; i++) chosen[i] = (chosen[i - 1] ?? 0) + 1;
  }
}

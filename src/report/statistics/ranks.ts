/** Mid-ranks, for comparisons in which a diverged run takes part: it has no value, but a place. */

/**
 * Ranks of both groups together, 1 for the worst; equal values share the mean of their ranks. Null stands for a run that
 * diverged: worse than every value, and all of these are equal.
 */
export function rankTogether(
  groups: readonly (readonly (number | null)[])[],
  better: "higher" | "lower",
): readonly (readonly number[])[] {
  const worth = (value: number | null): number =>
    value === null ? -Infinity : better === "higher" ? value : -value;
  const sorted = Float64Array.from(groups.flat().map(worth)).sort();
  const rank = new Map<number, number>();
  for (let start = 0; start < sorted.length;) {
    const value = sorted[start] ?? 0;
    let end = start;
    while (end < sorted.length && sorted[end] === value) end += 1;
    rank.set(value, (start + 1 + end) / 2);
    start = end;
  }
  return groups.map((group) => group.map((value) => rank.get(worth(value)) ?? 0));
}

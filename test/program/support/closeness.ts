/** How far two lists of numbers are apart. */

/** max |a − b| / max(1, max |b|). Infinite where lengths differ or a number is not finite on one side only. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 1;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i] ?? NaN, expected[i] ?? NaN];
    if (Object.is(a, b)) continue;
    largest = Math.max(largest, Math.abs(b));
    const apart = Math.abs(a - b);
    difference = Math.max(difference, Number.isNaN(apart) ? Infinity : apart);
  }
  return difference / largest;
}

/** The largest relative error over outputs of equal names. */
export function largestError(
  actual: Readonly<Record<string, ArrayLike<number>>>,
  expected: Readonly<Record<string, ArrayLike<number>>>,
): number {
  const errors = Object.entries(expected).map(([name, values]) =>
    relativeError(actual[name] ?? [], values),
  );
  return Math.max(0, ...errors);
}

/** The one tolerance of this project between executors; nothing may widen it. */

/** Largest part of the allowed difference that is used: at most 1 means agreement. */
export function usedTolerance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  const largest = Math.max(...Array.from(expected, Math.abs));
  const allowed = Math.max(1e-5 * largest, 1e-6);
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const apart = Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN));
    difference = Math.max(difference, Number.isNaN(apart) ? Infinity : apart);
  }
  return difference / allowed;
}

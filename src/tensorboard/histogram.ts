/**
 * Histograms as TensorBoard keeps them: [buckets, 3] rows of left edge, right edge, count.
 *
 * Buckets have equal width from the smallest to the largest value; the last one holds its right edge. Where all values
 * are equal, all edges are that value and only the last count is not 0; without values everything is 0.
 * Source: tensorboard/plugins/histogram/summary_v2.py.
 */

export const BUCKETS = 30;

/** [30, 3] flattened. Values that are not finite are not counted. */
export function histogramOf(values: ArrayLike<number>): Float64Array {
  const rows = new Float64Array(3 * BUCKETS);
  const { low, high, count } = rangeOf(values);
  if (count === 0) return rows;
  const width = (high - low) / BUCKETS;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    rows[3 * bucket] = low + bucket * width;
    rows[3 * bucket + 1] = bucket === BUCKETS - 1 ? high : low + (bucket + 1) * width;
  }
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    const bucket = width > 0 ? Math.floor((value - low) / width) : BUCKETS - 1;
    const at = 3 * Math.min(BUCKETS - 1, bucket) + 2;
    rows[at] = (rows[at] ?? 0) + 1;
  }
  return rows;
}

function rangeOf(values: ArrayLike<number>): {
  readonly low: number;
  readonly high: number;
  readonly count: number;
} {
  let low = Infinity;
  let high = -Infinity;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    count += 1;
  }
  return { low, high, count };
}

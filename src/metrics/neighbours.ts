/** Distances between the rows of two sets, and how far each row's k-th neighbour in its own set is. */
import type { FeatureMatrix } from "./features.ts";
import type { InterleavedRows } from "./inner-products.ts";
import { interleaveRows, multiplyRows, productsOf } from "./inner-products.ts";

/**
 * Calls `visit(row, squaredDistances)` for each row of `from`, with its squared distances to all rows of `to`. The array is
 * overwritten by the next row.
 */
export function visitDistances(
  from: FeatureMatrix,
  to: InterleavedRows,
  visit: (row: number, squaredDistances: Float64Array) => void,
): void {
  const { values, count, dimension } = from;
  const products = productsOf(to);
  const squaredDistances = new Float64Array(to.count);
  for (let row = 0; row < count; row++) {
    const sample = values.subarray(row * dimension, (row + 1) * dimension);
    const squaredNorm = multiplyRows(to, sample, products);
    for (let j = 0; j < to.count; j++) {
      // In this order a distance is the same number from either end.
      const squared = squaredNorm + (to.squaredNorms[j] ?? 0) - 2 * (products[j] ?? 0);
      squaredDistances[j] = squared < 0 ? 0 : squared;
    }
    visit(row, squaredDistances);
  }
}

/** Kept with the features, which must not be written to afterwards: the real ones are asked for at every evaluation. */
export function rowsOf(features: FeatureMatrix): InterleavedRows {
  let rows = knownRows.get(features);
  if (rows === undefined) {
    rows = interleaveRows(features.values, features.dimension);
    knownRows.set(features, rows);
  }
  return rows;
}

const knownRows = new WeakMap<FeatureMatrix, InterleavedRows>();
const knownRadii = new WeakMap<FeatureMatrix, Map<number, Float64Array>>();

/**
 * Squared distance of each row to its k-th nearest other row. −1, so that no distance is within it, where a row is not finite
 * or has fewer than k finite neighbours. Kept like `rowsOf`.
 */
export function neighbourRadii(features: FeatureMatrix, k: number): Float64Array {
  const known = knownRadii.get(features) ?? new Map<number, Float64Array>();
  let radii = known.get(k);
  if (radii === undefined) {
    radii = measureRadii(features, k);
    knownRadii.set(features, known.set(k, radii));
  }
  return radii;
}

function measureRadii(features: FeatureMatrix, k: number): Float64Array {
  if (features.count <= k) {
    throw new Error(
      `Expected more than ${String(k)} samples to have a ${String(k)}th neighbour, got ${String(features.count)}`,
    );
  }
  const radii = new Float64Array(features.count);
  const nearest = new Float64Array(k);
  visitDistances(features, rowsOf(features), (row, squaredDistances) => {
    nearest.fill(Infinity);
    for (let j = 0; j < squaredDistances.length; j++) {
      if (j !== row) insert(nearest, squaredDistances[j] ?? NaN);
    }
    const radius = nearest[k - 1] ?? Infinity;
    radii[row] = radius === Infinity ? -1 : radius;
  });
  return radii;
}

/** Keeps the smallest numbers in order; a NaN is never kept. */
function insert(sorted: Float64Array, value: number): void {
  let at = sorted.length;
  while (at > 0 && value < (sorted[at - 1] ?? 0)) at--;
  if (at === sorted.length) return;
  sorted.copyWithin(at + 1, at, sorted.length - 1);
  sorted[at] = value;
}

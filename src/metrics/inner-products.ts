/** Inner products of one row with many, laid out so that four of them are summed at once. */

/** Rows whose values of one column lie side by side. */
const LANES = 4;

export interface InterleavedRows {
  readonly count: number;
  readonly dimension: number;
  /** [ceil(count / 4), dimension, 4] */
  readonly values: Float32Array | Float64Array;
  readonly squaredNorms: Float64Array;
}

/** `values` is [count, dimension], row by row. */
export function interleaveRows(
  values: Float32Array | Float64Array,
  dimension: number,
): InterleavedRows {
  const count = values.length / dimension;
  const length = Math.ceil(count / LANES) * LANES * dimension;
  const interleaved =
    values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  const squaredNorms = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const block = Math.floor(row / LANES) * LANES * dimension + (row % LANES);
    for (let column = 0; column < dimension; column++) {
      const value = values[row * dimension + column] ?? 0;
      interleaved[block + column * LANES] = value;
      squaredNorms[row] = (squaredNorms[row] ?? 0) + value * value;
    }
  }
  return { count, dimension, values: interleaved, squaredNorms };
}

/** Space for `multiplyRows`: `count` rounded up to whole blocks. */
export function productsOf({ count }: InterleavedRows): Float64Array {
  return new Float64Array(Math.ceil(count / LANES) * LANES);
}

/** Writes row · sample for every row into `products`; returns the sample's squared norm. */
export function multiplyRows(
  rows: InterleavedRows,
  sample: Float32Array | Float64Array,
  products: Float64Array,
): number {
  const { values } = rows;
  let at = 0;
  for (let j = 0; j < products.length; j += LANES) {
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
    for (let column = 0; column < sample.length; column++) {
      const value = sample[column] ?? 0;
      sum0 += value * (values[at] ?? 0);
      sum1 += value * (values[at + 1] ?? 0);
      sum2 += value * (values[at + 2] ?? 0);
      sum3 += value * (values[at + 3] ?? 0);
      at += LANES;
    }
    products[j] = sum0;
    products[j + 1] = sum1;
    products[j + 2] = sum2;
    products[j + 3] = sum3;
  }
  let squaredNorm = 0;
  for (const value of sample) squaredNorm += value * value;
  return squaredNorm;
}

/**
 * Rows of numbers that stand for samples: pixels, or what a classifier makes of them. Metrics on features do not care where
 * these come from; equal n on both sides is the caller's promise.
 */
export interface FeatureMatrix {
  /** [count, dimension], row by row. */
  readonly values: Float32Array | Float64Array;
  readonly count: number;
  readonly dimension: number;
}

export function featureMatrix(values: FeatureMatrix["values"], dimension: number): FeatureMatrix {
  const count = values.length / dimension;
  if (!Number.isInteger(count)) {
    throw new Error(
      `Expected features in rows of ${String(dimension)}, got ${String(values.length)} numbers`,
    );
  }
  return { values, count, dimension };
}

export function requireSameDimension(real: FeatureMatrix, fake: FeatureMatrix): void {
  if (real.dimension === fake.dimension) return;
  throw new Error(
    `Expected features of one dimension, got ${String(real.dimension)} and ${String(fake.dimension)}`,
  );
}

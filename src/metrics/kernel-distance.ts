/**
 * Kernel distance (KID): the unbiased squared maximum mean discrepancy with k(x, y) = (x·y / d + 1)³,
 *
 *     1/(m(m−1)) Σ_{i≠j} k(r_i, r_j) + 1/(n(n−1)) Σ_{i≠j} k(g_i, g_j) − 2/(m·n) Σ_{i,j} k(r_i, g_j)
 *
 * averaged over subsets. Lower is better; 0 in expectation for equal distributions, so single values may be slightly negative.
 * Source: Bińkowski et al., arXiv:1801.01401, sec. 4.
 */
import type { Seed } from "../shared/brand.ts";
import { createStream, permutation } from "../shared/random.ts";
import type { FeatureMatrix } from "./features.ts";
import { featureMatrix, requireSameDimension } from "./features.ts";
import { multiplyRows, productsOf } from "./inner-products.ts";
import { rowsOf } from "./neighbours.ts";

export interface KernelDistance {
  readonly mean: number;
  /** Over subsets (n − 1); 0 where there is one. */
  readonly standardDeviation: number;
}

export interface SubsetOptions {
  readonly subsets: number;
  /** At most the smaller set; 1,000 is usual. */
  readonly subsetSize: number;
  readonly seed: Seed;
}

/** Each subset is drawn from both sets without replacement. */
export function kernelDistance(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  { subsets, subsetSize, seed }: SubsetOptions,
): KernelDistance {
  const size = Math.min(subsetSize, real.count, fake.count);
  const values = Array.from({ length: subsets }, (_, subset) => {
    const pick = (features: FeatureMatrix, name: string): FeatureMatrix => {
      const order = permutation(
        createStream(seed, `kernel-distance/${name}`, subset),
        features.count,
      );
      return selectRows(features, order.subarray(0, size));
    };
    return squaredDiscrepancy(pick(real, "real"), pick(fake, "fake"));
  });
  return summarise(values);
}

/** Disjoint blocks of rows in order: each sample is used once, which costs far less than drawn subsets. */
export function blockKernelDistance(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  blockSize = 1000,
): KernelDistance {
  const count = Math.min(real.count, fake.count);
  const size = Math.min(blockSize, count);
  const values = Array.from({ length: Math.floor(count / size) }, (_, block) =>
    squaredDiscrepancy(
      sliceRows(real, block * size, (block + 1) * size),
      sliceRows(fake, block * size, (block + 1) * size),
    ),
  );
  return summarise(values);
}

/** The unbiased estimate on whole sets, which may differ in size. */
export function squaredDiscrepancy(real: FeatureMatrix, fake: FeatureMatrix): number {
  requireSameDimension(real, fake);
  const [m, n] = [real.count, fake.count];
  const within = (features: FeatureMatrix): number => {
    const all = kernelSum(features, features);
    return (all.sum - all.diagonal) / (features.count * (features.count - 1));
  };
  return within(real) + within(fake) - (2 * kernelSum(real, fake).sum) / (m * n);
}

function kernelSum(
  one: FeatureMatrix,
  other: FeatureMatrix,
): { readonly sum: number; readonly diagonal: number } {
  const rows = rowsOf(other);
  const products = productsOf(rows);
  const { values, count, dimension } = one;
  let sum = 0;
  let diagonal = 0;
  for (let i = 0; i < count; i++) {
    multiplyRows(rows, values.subarray(i * dimension, (i + 1) * dimension), products);
    for (let j = 0; j < rows.count; j++) {
      const base = (products[j] ?? 0) / dimension + 1;
      sum += base * base * base;
      if (i === j) diagonal += base * base * base;
    }
  }
  return { sum, diagonal };
}

function selectRows({ values, dimension }: FeatureMatrix, rows: Uint32Array): FeatureMatrix {
  const selected = new Float64Array(rows.length * dimension);
  rows.forEach((row, i) => {
    selected.set(values.subarray(row * dimension, (row + 1) * dimension), i * dimension);
  });
  return featureMatrix(selected, dimension);
}

function sliceRows(
  { values, dimension }: FeatureMatrix,
  start: number,
  end: number,
): FeatureMatrix {
  return featureMatrix(values.subarray(start * dimension, end * dimension), dimension);
}

function summarise(values: readonly number[]): KernelDistance {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardDeviation = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
  return { mean, standardDeviation };
}

/**
 * Fréchet distance of two Gaussians fitted to features:
 *
 *     ‖μ_r − μ_g‖² + Tr(Σ_r + Σ_g − 2 (Σ_r Σ_g)^½)
 *
 * with unbiased (n − 1) covariances. The trace of the root is the sum of the roots of the eigenvalues of
 * Σ_r^½ Σ_g Σ_r^½, which is symmetric: no complex parts, and no matrix has to be regular.
 *
 * Positively biased at finite n: compare equal n only, beside the distance of two disjoint real sets of that n. With fewer
 * than 10 samples per dimension the bias is most of the number, so that is refused.
 *
 * Source: Heusel et al., arXiv:1706.08500, eq. 6. Range [0, ∞), lower is better.
 */
import type { Matrix } from "ml-matrix";

import { LabError } from "../shared/errors.ts";
import type { FeatureMatrix } from "./features.ts";
import { matrixLibrary } from "./matrix-library.ts";

export const SAMPLES_PER_DIMENSION = 10;

export interface Moments {
  /** [dimension] */
  readonly mean: Float64Array;
  /** [dimension, dimension], unbiased. */
  readonly covariance: Matrix;
}

export interface FrechetOptions {
  /** squared: as published. unsquared: ‖μ_r − μ_g‖ instead, as LkGAN's code has it (arXiv:2006.02479). */
  readonly meanTerm?: "squared" | "unsquared";
}

/** @throws LabError CONFIG where there are fewer than 10 samples per dimension. */
export function momentsOf(features: FeatureMatrix): Moments {
  const { values, count, dimension } = features;
  if (count < SAMPLES_PER_DIMENSION * dimension) {
    throw new LabError(
      "CONFIG",
      `Expected at least ${String(SAMPLES_PER_DIMENSION * dimension)} samples for a Fréchet distance of ${String(dimension)} features (10 per feature), got ${String(count)}`,
    );
  }
  const mean = new Float64Array(dimension);
  for (let i = 0; i < values.length; i++) {
    const column = i % dimension;
    mean[column] = (mean[column] ?? 0) + (values[i] ?? 0) / count;
  }
  return { mean, covariance: covarianceOf(features, mean) };
}

export function frechetDistance(
  real: Moments,
  fake: Moments,
  { meanTerm = "squared" }: FrechetOptions = {},
): number {
  let squaredNorm = 0;
  for (let i = 0; i < real.mean.length; i++) {
    squaredNorm += ((real.mean[i] ?? 0) - (fake.mean[i] ?? 0)) ** 2;
  }
  const means = meanTerm === "squared" ? squaredNorm : Math.sqrt(squaredNorm);
  const traces = real.covariance.trace() + fake.covariance.trace();
  // A variance is not finite where its feature is not; the eigenvalues of such a matrix cannot be had.
  if (!Number.isFinite(means + traces)) return NaN;
  const distance = means + traces - 2 * traceOfRoot(real, fake);
  // Rounding can leave a tiny negative rest where the two are equal.
  return Math.max(0, distance);
}

function covarianceOf({ values, count, dimension }: FeatureMatrix, mean: Float64Array): Matrix {
  const sums = new Float64Array(dimension * dimension);
  const centred = new Float64Array(dimension);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dimension; i++) {
      centred[i] = (values[row * dimension + i] ?? 0) - (mean[i] ?? 0);
    }
    for (let i = 0; i < dimension; i++) {
      const value = centred[i] ?? 0;
      if (value === 0) continue;
      for (let j = 0, at = i * dimension; j <= i; j++, at++) {
        sums[at] = (sums[at] ?? 0) + value * (centred[j] ?? 0);
      }
    }
  }
  const { Matrix } = matrixLibrary();
  const covariance = new Matrix(dimension, dimension);
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++) {
      const value = (sums[i * dimension + j] ?? 0) / (count - 1);
      covariance.set(i, j, value);
      covariance.set(j, i, value);
    }
  }
  return covariance;
}

function traceOfRoot(real: Moments, fake: Moments): number {
  const { EigenvalueDecomposition } = matrixLibrary();
  const root = rootOf(real.covariance);
  const product = root.mmul(fake.covariance).mmul(root);
  // Exactly symmetric, which rounding has spoilt.
  const symmetric = product.clone().add(product.transpose()).mul(0.5);
  const { realEigenvalues } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  return realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}

const roots = new WeakMap<Matrix, Matrix>();

/** The symmetric root; kept, because the real covariance is asked for at every evaluation. */
function rootOf(covariance: Matrix): Matrix {
  let root = roots.get(covariance);
  if (root === undefined) {
    const { EigenvalueDecomposition } = matrixLibrary();
    const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(covariance, {
      assumeSymmetric: true,
    });
    const scaled = eigenvectorMatrix
      .clone()
      .mulRowVector(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
    root = scaled.mmul(eigenvectorMatrix.transpose());
    roots.set(covariance, root);
  }
  return root;
}

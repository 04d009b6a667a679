/**
 * Classifier score: the Inception score's formula with any classifier,
 *
 *     exp( mean over samples of KL( p(y|x) ‖ p(y) ) ),   p(y) = mean over samples of p(y|x)
 *
 * From 1 (every sample alike, or undecided) to the number of classes (decided and balanced); higher is better. It knows
 * nothing of diversity within a class. Source: Salimans et al., arXiv:1606.03498, sec. 4; TF-GAN's `mnist_score`.
 */
import type { FeatureMatrix } from "./features.ts";

/** `probabilities` is [n, classes], each row summing to 1. */
export function classifierScore(probabilities: FeatureMatrix): number {
  const { values, count, dimension } = probabilities;
  const marginal = new Float64Array(dimension);
  for (let i = 0; i < values.length; i++) {
    const column = i % dimension;
    marginal[column] = (marginal[column] ?? 0) + (values[i] ?? 0) / count;
  }
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const p = values[i] ?? 0;
    // 0 · ln 0 = 0
    if (p !== 0) sum += p * Math.log(p / (marginal[i % dimension] ?? 0));
  }
  // Rounding can leave a tiny negative mean where all samples are alike.
  return Math.exp(sum < 0 ? 0 : sum / count);
}

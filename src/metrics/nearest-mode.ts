/** For each point the nearest mode of a mixture, and the count of near points per mode. */
import type { Dataset, Mixture } from "../data/dataset.ts";

/** Radius of a high-quality sample in standard deviations. Source: Srivastava et al. (VEEGAN), arXiv:1705.07761. */
export const HIGH_QUALITY_DEVIATIONS = 3;

/**
 * Number of samples ([n, 2]) that are nearest to each mode and less than `deviations` standard deviations from it.
 */
export function countNearModes(
  samples: Float32Array,
  { means, weights, standardDeviation }: Mixture,
  deviations: number,
): Uint32Array {
  const counts = new Uint32Array(weights.length);
  const limit = (deviations * standardDeviation) ** 2;
  for (let i = 0; i < samples.length; i += 2) {
    const x = samples[i] ?? 0;
    const y = samples[i + 1] ?? 0;
    let best = Infinity;
    let nearest = 0;
    for (let mode = 0; mode < weights.length; mode++) {
      const squared = (x - (means[2 * mode] ?? 0)) ** 2 + (y - (means[2 * mode + 1] ?? 0)) ** 2;
      if (squared < best) {
        best = squared;
        nearest = mode;
      }
    }
    if (best < limit) counts[nearest] = (counts[nearest] ?? 0) + 1;
  }
  return counts;
}

export function mixtureOf(dataset: Dataset): Mixture {
  if (dataset.mixture === null) {
    throw new Error(`Expected data set \`${dataset.kind}\` to be a mixture`);
  }
  return dataset.mixture;
}

/**
 * Density and coverage, with balls about the real samples that reach to their k-th real neighbour:
 *
 *     density  = 1/(k·M) · Σ over M fakes of the number of balls they are in      [0, ∞), 1 for equal distributions
 *     coverage = share of balls that hold at least one fake                        [0, 1], 1 − 2^(−k) at best in expectation
 *
 * Higher is better for both (a density above 1 says that fakes crowd where real samples are dense). k = 5, compared with <.
 * Source: Naeem et al., arXiv:2002.09797, and their code.
 */
import type { FeatureMatrix } from "./features.ts";
import { requireSameDimension } from "./features.ts";
import { neighbourRadii, rowsOf, visitDistances } from "./neighbours.ts";

export interface DensityCoverage {
  readonly density: number;
  readonly coverage: number;
}

export function densityCoverage(real: FeatureMatrix, fake: FeatureMatrix, k = 5): DensityCoverage {
  requireSameDimension(real, fake);
  const realRows = rowsOf(real);
  const radii = neighbourRadii(real, k);
  const covered = new Uint8Array(real.count);
  let inBalls = 0;
  visitDistances(fake, realRows, (_, squaredDistances) => {
    for (let i = 0; i < squaredDistances.length; i++) {
      if ((squaredDistances[i] ?? NaN) < (radii[i] ?? -1)) {
        inBalls++;
        covered[i] = 1;
      }
    }
  });
  return {
    density: inBalls / (k * fake.count),
    coverage: covered.reduce((sum, one) => sum + one, 0) / real.count,
  };
}

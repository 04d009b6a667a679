/**
 * Improved precision and recall. The manifold of a set is the union of balls about its points, each reaching to the point's
 * k-th neighbour in the set.
 *
 *     precision = share of fakes inside the manifold of the real samples
 *     recall    = share of real samples inside the manifold of the fakes
 *
 * Both in [0, 1], higher is better; k = 3, distances compared with ≤.
 * Source: Kynkäänniemi et al., arXiv:1904.06991, and their code.
 */
import type { FeatureMatrix } from "./features.ts";
import { requireSameDimension } from "./features.ts";
import { neighbourRadii, rowsOf, visitDistances } from "./neighbours.ts";

export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
}

export function precisionRecall(real: FeatureMatrix, fake: FeatureMatrix, k = 3): PrecisionRecall {
  requireSameDimension(real, fake);
  const realRows = rowsOf(real);
  const realRadii = neighbourRadii(real, k);
  const fakeRadii = neighbourRadii(fake, k);
  const recalled = new Uint8Array(real.count);
  let precise = 0;
  visitDistances(fake, realRows, (row, squaredDistances) => {
    const fakeRadius = fakeRadii[row] ?? -1;
    let inside = false;
    for (let i = 0; i < squaredDistances.length; i++) {
      const squared = squaredDistances[i] ?? NaN;
      if (squared <= (realRadii[i] ?? -1)) inside = true;
      if (squared <= fakeRadius) recalled[i] = 1;
    }
    if (inside) precise++;
  });
  return {
    precision: precise / fake.count,
    recall: recalled.reduce((sum, one) => sum + one, 0) / real.count,
  };
}

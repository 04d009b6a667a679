/**
 * Fréchet distance of raw pixels (see frechet-distance.ts), and the same with the unsquared norm of the mean difference, which
 * is what LkGAN's code computes (Bhatia et al., arXiv:2006.02479; theirs compare 60,000 with 60,000 images).
 *
 * Needs 10 samples per pixel: 7,840 for 28 × 28. Lower is better; compare equal n only.
 */
import { frechetDistance, momentsOf, SAMPLES_PER_DIMENSION } from "./frechet-distance.ts";
import type { Moments } from "./frechet-distance.ts";
import type { FeatureMatrix } from "./features.ts";
import type { Metric } from "./metric.ts";
import { sampleSizeOf } from "../data/dataset.ts";
import { referencePixels, samplePixels } from "./pixels.ts";
import { unsuitedToPixels } from "./suitability.ts";

export const pixelFrechetDistance: Metric = {
  kind: "pixel-frechet-distance",
  unsuited: unsuitedToPixels,
  smallestSamples: (dataset) => SAMPLES_PER_DIMENSION * sampleSizeOf(dataset),
  values: ["pixel-frechet-distance", "pixel-frechet-distance-unsquared"].map((tag) => ({
    tag,
    minimum: 0,
    maximum: Infinity,
    better: "lower",
    type: "real",
  })),
  evaluate(samples, dataset) {
    const real = referenceMoments(referencePixels(dataset, samples));
    const fake = momentsOf(samplePixels(samples, dataset));
    const squared = frechetDistance(real, fake);
    let squaredNorm = 0;
    real.mean.forEach((value, i) => {
      squaredNorm += (value - (fake.mean[i] ?? 0)) ** 2;
    });
    return {
      "pixel-frechet-distance": squared,
      // The eigenvalues take seconds, so only the mean's term is exchanged.
      "pixel-frechet-distance-unsquared": squared - squaredNorm + Math.sqrt(squaredNorm),
    };
  },
};

const known = new WeakMap<FeatureMatrix, Moments>();

function referenceMoments(reference: FeatureMatrix): Moments {
  let moments = known.get(reference);
  if (moments === undefined) {
    moments = momentsOf(reference);
    known.set(reference, moments);
  }
  return moments;
}

/**
 * Fréchet distance (see frechet-distance.ts) of a small classifier's 64 features: FID's formula, not its network, so its
 * figures are comparable with nothing published. Needs 640 samples. Lower is better; compare equal n only, and only within
 * one classifier.
 */
import { classifyBoth, heldOutCount, unsuitedToClassifier } from "./classified.ts";
import { FEATURE_DIMENSION } from "./classifier-layers.ts";
import type { FeatureMatrix } from "./features.ts";
import { frechetDistance, momentsOf, SAMPLES_PER_DIMENSION } from "./frechet-distance.ts";
import type { Moments } from "./frechet-distance.ts";
import type { Metric } from "./metric.ts";

export const classifierFrechetDistance: Metric = {
  kind: "classifier-frechet-distance",
  unsuited: unsuitedToClassifier,
  smallestSamples: () => SAMPLES_PER_DIMENSION * FEATURE_DIMENSION,
  largestSamples: heldOutCount,
  values: [
    {
      tag: "classifier-frechet-distance",
      minimum: 0,
      maximum: Infinity,
      better: "lower",
      type: "real",
    },
  ],
  evaluate(samples, dataset) {
    const { real, fake } = classifyBoth(samples, dataset);
    const distance = frechetDistance(referenceMoments(real.features), momentsOf(fake.features));
    return { "classifier-frechet-distance": distance };
  },
};

const known = new WeakMap<FeatureMatrix, Moments>();

function referenceMoments(reference: FeatureMatrix): Moments {
  const moments = known.get(reference) ?? momentsOf(reference);
  known.set(reference, moments);
  return moments;
}

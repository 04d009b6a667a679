/**
 * Kernel distance (see kernel-distance.ts) of a small classifier's features, over all samples at once: unbiased, so slightly
 * negative values mean 0. Lower is better; only within one classifier.
 */
import { classifyBoth, heldOutCount, unsuitedToClassifier } from "./classified.ts";
import { squaredDiscrepancy } from "./kernel-distance.ts";
import type { Metric } from "./metric.ts";

export const classifierKernelDistance: Metric = {
  kind: "classifier-kernel-distance",
  unsuited: unsuitedToClassifier,
  smallestSamples: () => 2,
  largestSamples: heldOutCount,
  values: [
    {
      tag: "classifier-kernel-distance",
      minimum: -Infinity,
      maximum: Infinity,
      better: "lower",
      type: "real",
    },
  ],
  evaluate(samples, dataset) {
    const { real, fake } = classifyBoth(samples, dataset);
    return { "classifier-kernel-distance": squaredDiscrepancy(real.features, fake.features) };
  },
};

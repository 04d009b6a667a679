/**
 * Kernel distance of raw pixels (see kernel-distance.ts), the mean over disjoint blocks of 1,000. Unbiased, so it may be read
 * at any n; slightly negative values mean 0. Lower is better.
 */
import { blockKernelDistance } from "./kernel-distance.ts";
import type { Metric } from "./metric.ts";
import { referencePixels, samplePixels } from "./pixels.ts";
import { unsuitedToPixels } from "./suitability.ts";

export const pixelKernelDistance: Metric = {
  kind: "pixel-kernel-distance",
  unsuited: unsuitedToPixels,
  smallestSamples: () => 2,
  values: [
    {
      tag: "pixel-kernel-distance",
      minimum: -Infinity,
      maximum: Infinity,
      better: "lower",
      type: "real",
    },
  ],
  evaluate(samples, dataset) {
    const real = referencePixels(dataset, samples);
    const { mean } = blockKernelDistance(real, samplePixels(samples, dataset));
    return { "pixel-kernel-distance": mean };
  },
};

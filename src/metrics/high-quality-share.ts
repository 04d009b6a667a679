/**
 * High-quality share: the proportion of samples less than 3 standard deviations from their nearest mode. A perfect sampler
 * scores 1 − e^(−4.5) = 0.9889 in the plane, not 1. The loose share takes 10 standard deviations (perfect: 1 − e^(−50)),
 * and moves early in training, where the strict one is still 0.
 *
 * Source: Srivastava et al. (VEEGAN), arXiv:1705.07761, for 3 (and for 10, which they use in 1,200 dimensions).
 */
import type { Metric } from "./metric.ts";
import { countNearModes, HIGH_QUALITY_DEVIATIONS, mixtureOf } from "./nearest-mode.ts";
import { unsuitedToMixtures } from "./suitability.ts";

const LOOSE_DEVIATIONS = 10;

export const highQualityShare: Metric = {
  kind: "high-quality-share",
  unsuited: unsuitedToMixtures,
  values: ["high-quality-share", "high-quality-share-loose"].map((tag) => ({
    tag,
    minimum: 0,
    maximum: 1,
    better: "higher",
    type: "share",
  })),
  evaluate(samples, dataset) {
    const mixture = mixtureOf(dataset);
    const share = (deviations: number): number =>
      countNearModes(samples, mixture, deviations).reduce((sum, count) => sum + count, 0) /
      (samples.length / 2);
    return {
      "high-quality-share": share(HIGH_QUALITY_DEVIATIONS),
      "high-quality-share-loose": share(LOOSE_DEVIATIONS),
    };
  },
};

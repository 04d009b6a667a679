/**
 * Matched share: the proportion of samples that are a true image up to a small error.
 *
 *     mean over samples of [ min_y ‖x − y‖₂ < r ],   r = ½ · min over pairs of true images ‖y − y′‖₂
 *
 * With this radius a sample can match one true image only, and noise matches none.
 */
import { findNearestImages, matchRadius } from "./nearest-image.ts";
import type { Metric } from "./metric.ts";
import { unsuitedToFiniteImages } from "./suitability.ts";

export const matchedShare: Metric = {
  kind: "matched-share",
  unsuited: unsuitedToFiniteImages,
  values: [{ tag: "matched-share", minimum: 0, maximum: 1, better: "higher", type: "share" }],
  evaluate(samples, dataset) {
    const { squaredDistances } = findNearestImages(samples, dataset);
    const limit = matchRadius(dataset) ** 2;
    const matched = squaredDistances.reduce((count, square) => count + (square < limit ? 1 : 0), 0);
    return { "matched-share": matched / squaredDistances.length };
  },
};

/** Improved precision and recall of raw pixels, k = 3 (see precision-recall.ts). Depends on n: compare equal n only. */
import type { Metric } from "./metric.ts";
import { referencePixels, samplePixels } from "./pixels.ts";
import { precisionRecall } from "./precision-recall.ts";
import { unsuitedToPixels } from "./suitability.ts";

export const pixelPrecisionRecall: Metric = {
  kind: "pixel-precision-recall",
  unsuited: unsuitedToPixels,
  smallestSamples: () => 4,
  values: ["pixel-precision", "pixel-recall"].map((tag) => ({
    tag,
    minimum: 0,
    maximum: 1,
    better: "higher",
    type: "real",
  })),
  evaluate(samples, dataset) {
    const real = referencePixels(dataset, samples);
    const { precision, recall } = precisionRecall(real, samplePixels(samples, dataset));
    return { "pixel-precision": precision, "pixel-recall": recall };
  },
};

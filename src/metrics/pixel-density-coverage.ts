/** Density and coverage of raw pixels, k = 5 (see density-coverage.ts). */
import { densityCoverage } from "./density-coverage.ts";
import type { Metric } from "./metric.ts";
import { referencePixels, samplePixels } from "./pixels.ts";
import { unsuitedToPixels } from "./suitability.ts";

export const pixelDensityCoverage: Metric = {
  kind: "pixel-density-coverage",
  unsuited: unsuitedToPixels,
  smallestSamples: () => 6,
  values: [
    { tag: "pixel-density", minimum: 0, maximum: Infinity, better: "higher", type: "real" },
    { tag: "pixel-coverage", minimum: 0, maximum: 1, better: "higher", type: "real" },
  ],
  evaluate(samples, dataset) {
    const real = referencePixels(dataset, samples);
    const { density, coverage } = densityCoverage(real, samplePixels(samples, dataset));
    return { "pixel-density": density, "pixel-coverage": coverage };
  },
};

/** Density and coverage (see density-coverage.ts) of a small classifier's features, k = 5. Compare equal n only. */
import { classifyBoth, heldOutCount, unsuitedToClassifier } from "./classified.ts";
import { densityCoverage } from "./density-coverage.ts";
import type { Metric } from "./metric.ts";

export const classifierDensityCoverage: Metric = {
  kind: "classifier-density-coverage",
  unsuited: unsuitedToClassifier,
  smallestSamples: () => 6,
  largestSamples: heldOutCount,
  values: [
    { tag: "classifier-density", minimum: 0, maximum: Infinity, better: "higher", type: "real" },
    { tag: "classifier-coverage", minimum: 0, maximum: 1, better: "higher", type: "real" },
  ],
  evaluate(samples, dataset) {
    const { real, fake } = classifyBoth(samples, dataset);
    const { density, coverage } = densityCoverage(real.features, fake.features);
    return { "classifier-density": density, "classifier-coverage": coverage };
  },
};

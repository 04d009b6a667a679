/** The score (see classifier-score.ts) by our small classifier of digits: 1 … 10, higher is better. */
import { classifyBoth, heldOutCount, unsuitedToClassifier } from "./classified.ts";
import { CLASSIFIER_CLASSES } from "./classifier-layers.ts";
import { classifierScore } from "./classifier-score.ts";
import type { Metric } from "./metric.ts";

export const classifierScoreMetric: Metric = {
  kind: "classifier-score",
  unsuited: unsuitedToClassifier,
  largestSamples: heldOutCount,
  values: [
    {
      tag: "classifier-score",
      minimum: 1,
      maximum: CLASSIFIER_CLASSES,
      better: "higher",
      type: "real",
    },
  ],
  evaluate(samples, dataset) {
    return {
      "classifier-score": classifierScore(classifyBoth(samples, dataset).fake.probabilities),
    };
  },
};

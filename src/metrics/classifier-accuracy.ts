/**
 * Of samples of a conditional generator: the share that our small classifier of digits reads as the class each was asked
 * for, 0 … 1. A generator that heeds no label stands at the share of the most frequent class or below; the perfect sampler
 * is the classifier's accuracy on as many held-out images. It says nothing of variety: one image of each class would do.
 *
 * Source: Shmelkov et al., How good is my GAN?, arXiv:1807.09499 (GAN-test).
 */
import { heldOutCount, unsuitedToClassifier } from "./classified.ts";
import { predictedClasses } from "./classifier.ts";
import { digitClassifier } from "./digit-classifier.ts";
import type { Metric } from "./metric.ts";

export const classifierAccuracy: Metric = {
  kind: "classifier-accuracy",
  unsuited: unsuitedToClassifier,
  largestSamples: heldOutCount,
  judgesLabels: true,
  values: [{ tag: "classifier-accuracy", minimum: 0, maximum: 1, better: "higher", type: "share" }],
  evaluate(samples, _dataset, _options, labels) {
    if (labels === undefined) throw new Error("Expected the class that each sample was asked for");
    const read = predictedClasses(digitClassifier().classify(samples).probabilities);
    return {
      "classifier-accuracy": read.filter((of, i) => of === labels[i]).length / read.length,
    };
  },
};

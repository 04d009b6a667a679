/**
 * Balance of the ten digits by our small classifier (see classifier-classes.ts), against the shares of the classes that it
 * gives as many held-out images. It says nothing of quality: read it beside the score and the distances.
 */
import { classifyBoth, heldOutCount, unsuitedToClassifier } from "./classified.ts";
import { classBalance } from "./classifier-classes.ts";
import { CLASSIFIER_CLASSES } from "./classifier-layers.ts";
import { predictedClasses } from "./classifier.ts";
import type { Metric } from "./metric.ts";

export const classifierBalance: Metric = {
  kind: "classifier-balance",
  unsuited: unsuitedToClassifier,
  largestSamples: heldOutCount,
  values: [
    { tag: "classifier-kl", minimum: 0, maximum: Infinity, better: "lower", type: "real" },
    ...["classifier-classes", "classifier-classes-one-percent"].map(
      (tag) =>
        ({
          tag,
          minimum: 0,
          maximum: CLASSIFIER_CLASSES,
          better: "higher",
          type: "count",
        }) as const,
    ),
  ],
  evaluate(samples, dataset) {
    const { real, fake } = classifyBoth(samples, dataset);
    const predictions = predictedClasses(fake.probabilities);
    const shares = sharesOf(predictedClasses(real.probabilities));
    const { kl, covered, coveredOnePercent } = classBalance(predictions, shares);
    return {
      "classifier-kl": kl,
      "classifier-classes": covered,
      "classifier-classes-one-percent": coveredOnePercent,
    };
  },
};

function sharesOf(predictions: Uint16Array): Float64Array {
  const shares = new Float64Array(CLASSIFIER_CLASSES);
  for (const predicted of predictions)
    shares[predicted] = (shares[predicted] ?? 0) + 1 / predictions.length;
  return shares;
}

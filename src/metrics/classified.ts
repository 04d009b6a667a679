/**
 * Both sides of a classifier metric: what the classifier says of the samples, and of as many held-out images. The reference
 * is n of the 2,000 images, spread evenly: all runs judged with one n have one reference.
 */
import type { DatasetDescription } from "../data/dataset-module.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Classified } from "./classifier.ts";
import { digitClassifier } from "./digit-classifier.ts";
import { referenceImages } from "./reference-images.ts";

export interface BothClassified {
  readonly real: Classified;
  readonly fake: Classified;
}

export function classifyBoth(samples: Float32Array, dataset: Dataset): BothClassified {
  if (dataset.heldOut === undefined)
    throw new Error(`Expected data set \`${dataset.kind}\` with held-out images`);
  const classifier = digitClassifier();
  return {
    real: classifier.classify(referenceImages(dataset, samples.length)),
    fake: classifier.classify(samples),
  };
}

/** For a metric's `unsuited`. */
export function unsuitedToClassifier(
  dataset: Pick<DatasetDescription, "kind" | "mixture" | "heldOutCount">,
): string | null {
  if (dataset.kind !== "mnist") {
    return "it compares features of a classifier of MNIST's digits";
  }
  if (dataset.heldOutCount === undefined) {
    return "it compares with test images, and the split `test` trains on them all: `train` and `test-training` leave 2,000 for it and 2,000 for the perfect sampler";
  }
  return null;
}

/** For a metric's `largestSamples`: there is no real image beyond. */
export const heldOutCount = ({
  heldOutCount: count = 0,
}: Pick<DatasetDescription, "heldOutCount">): number => count;

/** Why a metric cannot judge a data set, in one sentence each. */
import type { DatasetDescription } from "../data/dataset-module.ts";

/** Data sets of ours that are only a sample of all images of their kind. */
const SAMPLED: readonly string[] = [
  "mnist",
  "fashion-mnist",
  "image-folder",
  "cifar-10",
  "hwdb",
  "stacked-digits",
];

/** Metrics that compare with the complete, finite set of true images. */
export function unsuitedToFiniteImages(
  dataset: Pick<DatasetDescription, "kind" | "mixture">,
): string | null {
  if (dataset.mixture !== null) {
    return "it compares with a finite set of true images, and a mixture has no such set";
  }
  if (SAMPLED.includes(dataset.kind)) {
    return `it compares with a finite set of true images, and \`${dataset.kind}\` is only a sample of its images: a good new image would count as a miss, a memorised one as a hit`;
  }
  return null;
}

/** Metrics that know the modes of a mixture of Gaussians. */
export function unsuitedToMixtures(
  dataset: Pick<DatasetDescription, "kind" | "mixture">,
): string | null {
  return dataset.mixture === null
    ? `it counts samples near the modes of a mixture of Gaussians, and \`${dataset.kind}\` has no such modes`
    : null;
}

/** Metrics that compare pixels of samples, or features made of them, with those of as many real images. */
export function unsuitedToPixels(
  dataset: Pick<DatasetDescription, "kind" | "mixture">,
): string | null {
  if (dataset.mixture !== null) return "it compares pixels, and a mixture has none";
  if (dataset.kind === "synthetic-digits") {
    return "it compares with images that do not repeat, and these few do: matched-share and digit-modes judge them exactly";
  }
  return null;
}

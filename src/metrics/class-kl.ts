/**
 * Class balance over all samples, each given the class of its nearest true image:
 *
 *     class-kl = KL(class frequencies of the samples ‖ class frequencies of the data)   in nats
 *     classes-covered = classes with at least one sample
 *
 * It says nothing of quality (noise has a nearest image too): read it beside the matched share.
 */
import type { Dataset } from "../data/dataset.ts";
import { klFromCounts } from "./divergence.ts";
import { findNearestImages } from "./nearest-image.ts";
import type { Metric } from "./metric.ts";
import { unsuitedToFiniteImages } from "./suitability.ts";

export const classKl: Metric = {
  kind: "class-kl",
  unsuited(dataset) {
    if (dataset.mixture === null && dataset.classes < 2) {
      return `it compares frequencies of classes, and \`${dataset.kind}\` has none`;
    }
    return unsuitedToFiniteImages(dataset);
  },
  values: [
    // At most −ln(smallest class frequency): ln 10 = 2.3026 for the ten digits.
    { tag: "class-kl", minimum: 0, maximum: Infinity, better: "lower", type: "real" },
    {
      tag: "classes-covered",
      minimum: 0,
      maximum: ({ classes }) => classes,
      better: "higher",
      type: "count",
    },
  ],
  evaluate(samples, dataset) {
    const { indices } = findNearestImages(samples, dataset);
    const counts = countClasses(dataset, indices);
    const rows = dataset.draws ?? Uint32Array.from({ length: dataset.size ?? 0 }, (_, i) => i);
    const trueCounts = countClasses(dataset, rows);
    return {
      "class-kl": klFromCounts(
        counts,
        trueCounts.map((count) => count / rows.length),
      ),
      "classes-covered": counts.filter((count) => count > 0).length,
    };
  },
};

function countClasses(dataset: Dataset, indices: Uint32Array): Float64Array {
  const counts = new Float64Array(dataset.classes);
  for (const index of indices) {
    const label = dataset.labels?.[index] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

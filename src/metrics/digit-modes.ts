/**
 * Modes covered: how many distinct true images are the match of at least one, and of at least five, samples.
 *
 * Only matched samples count (see matched-share.ts). Counting the nearest image of every sample would reward noise: noise
 * is far from everything, so its nearest image is nearly a matter of chance and many images are "hit".
 */
import { findNearestImages, matchRadius } from "./nearest-image.ts";
import type { Metric } from "./metric.ts";
import { unsuitedToFiniteImages } from "./suitability.ts";

const OFTEN = 5;

export const digitModes: Metric = {
  kind: "digit-modes",
  unsuited: unsuitedToFiniteImages,
  values: ["modes-covered", "modes-covered-5"].map((tag) => ({
    tag,
    minimum: 0,
    maximum: ({ size }) => size ?? Infinity,
    better: "higher",
    type: "count",
  })),
  evaluate(samples, dataset) {
    const { indices, squaredDistances } = findNearestImages(samples, dataset);
    const limit = matchRadius(dataset) ** 2;
    const hits = new Map<number, number>();
    squaredDistances.forEach((square, i) => {
      const image = indices[i] ?? 0;
      if (square < limit) hits.set(image, (hits.get(image) ?? 0) + 1);
    });
    const often = [...hits.values()].filter((count) => count >= OFTEN).length;
    return { "modes-covered": hits.size, "modes-covered-5": often };
  },
};

/** Small data sets whose metrics can be worked out by hand. */
import type { Dataset, Mixture } from "../../src/data/dataset.ts";

/** Four "images" of two pixels, two classes: (0, 0) and (0, 4) of class 0, (3, 0) and (9, 9) of class 1. */
export const FOUR_IMAGES: Dataset = {
  kind: "four-images",
  sampleShape: [1, 2, 1],
  size: 4,
  // Class 0 is shown six times of eight, class 1 twice.
  draws: Uint32Array.of(0, 1, 0, 1, 0, 1, 2, 3),
  digest: "",
  samples: Float32Array.of(0, 0, 0, 4, 3, 0, 9, 9),
  labels: Uint8Array.of(0, 0, 1, 1),
  classes: 2,
  mixture: null,
};

/** Modes (−1, 0) and (1, 0) of weights ¼ and ¾, σ = 0.1: 3σ = 0.3, 10σ = 1. */
export const TWO_MODES: Dataset = ofMixture({
  means: Float32Array.of(-1, 0, 1, 0),
  weights: Float64Array.of(0.25, 0.75),
  standardDeviation: 0.1,
});

export function ofMixture(mixture: Mixture): Dataset {
  return {
    kind: "mixture",
    sampleShape: [2],
    size: null,
    draws: null,
    digest: "",
    samples: null,
    labels: null,
    classes: mixture.weights.length,
    mixture,
  };
}

/** `count` copies of a point. */
export const repeat = (count: number, ...point: readonly number[]): number[] =>
  Array.from({ length: count }, () => point).flat();

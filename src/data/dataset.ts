/** What every data set is: rows scaled to [−1, 1] (images) or plane coordinates (mixtures). No tensors. */
import type { Samples } from "./samples.ts";

export interface Dataset {
  readonly kind: string;
  /** Shape of one sample: [28, 28, 1] for images (height, width, channels), [2] for mixtures. */
  readonly sampleShape: readonly number[];
  /** Number of distinct rows to draw from, or null where samples are drawn afresh. */
  readonly size: number | null;
  /**
   * Sample shown by each row of an epoch, where rows repeat samples to give them their weights; null: each sample once.
   * An epoch has `(draws ?? samples).length` rows.
   */
  readonly draws: Uint32Array | null;
  /** SHA-256 over the decoded samples, or over the defining numbers of a distribution. */
  readonly digest: string;
  /** All rows, [size, …sampleShape] flattened; null for distributions. */
  readonly samples: Samples | null;
  /** Class of each row (0 … classes − 1), or null. */
  readonly labels: Uint8Array | Uint16Array | null;
  readonly classes: number;
  /** Set where the data are a mixture of Gaussians in the plane. */
  readonly mixture: Mixture | null;
  /** Loaded only where a metric needs it. */
  readonly heldOut?: HeldOut;
}

/** Real images that no generator trains on: two disjoint sets of one size, the same whatever is trained on. */
export interface HeldOut {
  /** What samples are compared with, [n, …sampleShape] flattened. */
  readonly reference: Float32Array;
  /** What a perfect sampler would give, in place of samples, [n, …sampleShape] flattened. */
  readonly floor: Float32Array;
  /** Class of each row of the floor. */
  readonly floorLabels: ArrayLike<number>;
}

export interface Mixture {
  /** [modes, 2] flattened, distinct modes only. */
  readonly means: Float32Array;
  /** Probability of each distinct mode; sums to 1. */
  readonly weights: Float64Array;
  readonly standardDeviation: number;
}

/** Batches by number: batch k is a function of (seed, k) alone, so nothing has to be saved to resume. */
export interface BatchSource {
  /** Writes batch number `index` into `out`, [batchSize, …sampleShape] flattened. */
  fill(index: number, out: Float32Array): void;
  /** Writes the class of each row of that batch. @throws LabError CONFIG where the data have no labels. */
  fillLabels(index: number, out: Uint32Array): void;
}

/** Numbers in one sample: pixels × channels of an image, 2 of a point. */
export const sampleSizeOf = ({ sampleShape }: Pick<Dataset, "sampleShape">): number =>
  sampleShape.reduce((product, length) => product * length, 1);

/** Probability of each class in an epoch, or of each mode; null where the data have no labels. */
export function classWeights({
  labels,
  draws,
  classes,
  mixture,
}: Pick<Dataset, "labels" | "draws" | "classes" | "mixture">): Float64Array | null {
  if (labels === null) return mixture?.weights ?? null;
  const weights = new Float64Array(classes);
  const rows = draws ?? labels.keys();
  let count = 0;
  for (const row of rows) {
    const label = labels[row] ?? 0;
    weights[label] = (weights[label] ?? 0) + 1;
    count += 1;
  }
  return weights.map((weight) => weight / count);
}

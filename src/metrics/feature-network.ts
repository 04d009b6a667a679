/** A network of the user's whose output stands for samples: what metrics on its features ask of it. */
import type { FeatureMatrix } from "./features.ts";

export interface FeatureNetwork {
  /** As the experiment file names it. */
  readonly file: string;
  /** SHA-256 of the file: figures of two networks are never compared. */
  readonly sha256: string;
  /**
   * `samples` is [n, …sampleShape] flattened, in [−1, 1]. What it says of an array is kept as long as the array is.
   *
   * @throws LabError CONFIG where samples of this shape do not fit the network, or its output is no row per sample
   */
  features(samples: Float32Array, sampleShape: readonly number[]): Promise<FeatureMatrix>;
}

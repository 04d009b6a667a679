/** What metrics ask of a classifier, whoever trained it: our own small network, or one the user has as an ONNX file. */
import type { FeatureMatrix } from "./features.ts";

export interface Classifier {
  /** Of the weights: figures of two classifiers are never compared. SHA-256, 64 hexadecimal digits. */
  readonly digest: string;
  readonly classes: number;
  /** `samples` is [n, …sampleShape] flattened. */
  classify(samples: Float32Array): Classified;
}

export interface Classified {
  /** The layer before the last, [n, dimension]. */
  readonly features: FeatureMatrix;
  /** [n, classes], each row summing to 1. */
  readonly probabilities: FeatureMatrix;
}

/** The most probable class of each row; of equally probable ones the first. */
export function predictedClasses(probabilities: FeatureMatrix): Uint16Array {
  const { values, count, dimension } = probabilities;
  const classes = new Uint16Array(count);
  for (let row = 0; row < count; row++) {
    let best = -Infinity;
    for (let column = 0; column < dimension; column++) {
      const value = values[row * dimension + column] ?? 0;
      if (value > best) {
        best = value;
        classes[row] = column;
      }
    }
  }
  return classes;
}

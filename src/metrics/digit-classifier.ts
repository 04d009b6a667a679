/**
 * The committed classifier of MNIST's digits: experiments/classifiers/mnist.json says how it was trained (by
 * `lsgan classifier`, on images that are neither in the reference nor in the floor) and how often it is right.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { CLASSIFIER_DIGEST } from "../config/metric-facts.ts";
import { readSafetensors } from "../runs/safetensors.ts";
import { LabError } from "../shared/errors.ts";
import { forwardLayers } from "./classifier-forward.ts";
import type { ClassifierWeights } from "./classifier-forward.ts";
import {
  CLASSIFIER_CLASSES,
  CLASSIFIER_INPUT,
  CLASSIFIER_LAYERS,
  FEATURE_DIMENSION,
  FEATURE_LAYER,
} from "./classifier-layers.ts";
import type { Classified, Classifier } from "./classifier.ts";
import { featureMatrix } from "./features.ts";

/** Sources and bundles both lie two folders below the package. */
export const CLASSIFIER_FOLDER = join(import.meta.dirname, "../../experiments/classifiers");

let opened: Classifier | undefined;

/** @throws LabError DATA_CORRUPT where the file of weights is not the one that the specs of runs name. */
export function digitClassifier(): Classifier {
  opened ??= openClassifier(join(CLASSIFIER_FOLDER, "mnist.safetensors"));
  return opened;
}

function openClassifier(path: string): Classifier {
  const digest = createHash("sha256").update(readFileSync(path)).digest("hex");
  if (digest !== CLASSIFIER_DIGEST) {
    throw new LabError(
      "DATA_CORRUPT",
      `Expected the SHA-256 of \`${path}\` to be ${CLASSIFIER_DIGEST}, got ${digest}`,
    );
  }
  const { tensors } = readSafetensors(path);
  const weights = new Map([...tensors].map(([name, { data }]) => [name, data] as const));
  return createClassifier(digest, weights);
}

/** A classifier of CLASSIFIER_LAYERS. What it says of an array of samples is kept as long as the array is. */
export function createClassifier(digest: string, weights: ClassifierWeights): Classifier {
  const known = new WeakMap<Float32Array, Classified>();
  return {
    digest,
    classes: CLASSIFIER_CLASSES,
    classify(samples) {
      const classified = known.get(samples) ?? classify(weights, samples);
      known.set(samples, classified);
      return classified;
    },
  };
}

function classify(weights: ClassifierWeights, samples: Float32Array): Classified {
  const size = CLASSIFIER_INPUT.reduce((product, length) => product * length, 1);
  const count = samples.length / size;
  const features = new Float32Array(count * FEATURE_DIMENSION);
  const probabilities = new Float64Array(count * CLASSIFIER_CLASSES);
  for (let i = 0; i < count; i++) {
    const sample = samples.subarray(i * size, (i + 1) * size);
    const outputs = forwardLayers(CLASSIFIER_LAYERS, weights, sample, CLASSIFIER_INPUT);
    features.set(outputs[FEATURE_LAYER] ?? [], i * FEATURE_DIMENSION);
    probabilities.set(softmax(outputs.at(-1) ?? new Float32Array()), i * CLASSIFIER_CLASSES);
  }
  return {
    features: featureMatrix(features, FEATURE_DIMENSION),
    probabilities: featureMatrix(probabilities, CLASSIFIER_CLASSES),
  };
}

function softmax(logits: Float32Array): Float64Array {
  const most = logits.reduce((sofar, value) => Math.max(sofar, value), -Infinity);
  const powers = Float64Array.from(logits, (value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

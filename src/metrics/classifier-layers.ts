/**
 * The small network that classifier metrics are computed with, as layers: 28 × 28 → 14 × 14 × 8 → 7 × 7 × 16 → 64 → 10.
 * Its features are the 64 numbers before the last layer: few enough for 2,000 samples to be 31 per feature.
 */
import type { InitializerSpec, LayerSpec } from "../config/spec.ts";

export const CLASSIFIER_INPUT: readonly number[] = [28, 28, 1];
export const CLASSIFIER_CLASSES = 10;
export const FEATURE_DIMENSION = 64;
/** Place of the layer whose output is the features. */
export const FEATURE_LAYER = 7;

const HE: InitializerSpec = { kind: "he-normal" };
const ZEROS: InitializerSpec = { kind: "zeros" };

const convolution = (filters: number): LayerSpec => ({
  kind: "conv2d",
  filters,
  kernel: 5,
  stride: 2,
  padding: "same",
  bias: true,
  initializer: HE,
  biasInitializer: ZEROS,
});

const dense = (units: number): LayerSpec => ({
  kind: "dense",
  units,
  bias: true,
  initializer: HE,
  biasInitializer: ZEROS,
});

export const CLASSIFIER_LAYERS: readonly LayerSpec[] = [
  convolution(8),
  { kind: "relu" },
  convolution(16),
  { kind: "relu" },
  { kind: "flatten" },
  { kind: "dropout", rate: 0.25, channels: false },
  dense(FEATURE_DIMENSION),
  { kind: "relu" },
  { kind: "dropout", rate: 0.5, channels: false },
  dense(CLASSIFIER_CLASSES),
];

/**
 * Upsampling and convolutions for 32 × 32 × 1: 1,049,729 and 98,113 parameters for latents of 100.
 *
 * Source: eriklindernoren, PyTorch-GAN, lsgan.py. There the second argument of BatchNorm2d, 0.8, is its epsilon; and so it
 * is here. Not as there: scales of normalisations start at 1, not at N(1, 0.02²); dense layers start normal with the variance
 * of PyTorch's uniform ones; convolutions of stride 2 are padded as in TensorFlow, after the image before around it.
 */
import type { Layer } from "../schema-types.ts";
import type { Preset } from "./preset.ts";

const LEAKY: Layer = { kind: "leaky-relu", slope: 0.2 };
const NORMALIZATION: Layer = { kind: "batch-normalization", momentum: 0.9, epsilon: 0.8 };

const conv = (filters: number, stride = 1): Layer => ({
  kind: "conv2d",
  filters,
  kernel: 3,
  stride,
  bias: true,
  initializer: { kind: "normal", standardDeviation: 0.02 },
});

/** `inputs` decides how PyTorch's dense layers start: a variance of 1/(3·inputs). */
const dense = (units: number, inputs: number): Layer => ({
  kind: "dense",
  units,
  initializer: { kind: "normal", standardDeviation: 1 / Math.sqrt(3 * inputs) },
});

const enlarged = (filters: number): readonly Layer[] => [
  { kind: "upsample", factor: 2 },
  conv(filters),
  NORMALIZATION,
  LEAKY,
];

const halved = (filters: number): readonly Layer[] => [
  conv(filters, 2),
  LEAKY,
  { kind: "dropout", rate: 0.25, channels: true },
];

export const pytorchGanConv: Preset = {
  generator: [
    dense(8 * 8 * 128, 100),
    { kind: "reshape", shape: [8, 8, 128] },
    ...enlarged(128),
    ...enlarged(64),
    conv(1),
    { kind: "tanh" },
  ],
  discriminator: [
    ...halved(16),
    ...[32, 64, 128].flatMap((filters) => [...halved(filters), NORMALIZATION]),
    { kind: "flatten" },
    dense(1, 512),
  ],
};

/**
 * The networks of "Are GANs created equal?" for 28 × 28 × 1: 6,642,241 and 6,559,169 parameters for latents of 64, with
 * normalisations in D (a hyper-parameter there). Not as there: G ends in tanh, not in a sigmoid, because our images are in
 * [−1, 1]; D ends without the sigmoid that went into the least-squares loss there.
 *
 * Source: Lucic et al., arXiv:1711.10337, and google/compare_gan, infogan_arch.
 */
import type { Layer } from "../schema-types.ts";
import type { Preset } from "./preset.ts";

const NORMAL = { kind: "normal", standardDeviation: 0.02 } as const;
const LEAKY: Layer = { kind: "leaky-relu", slope: 0.2 };
const NORMALIZATION: Layer = { kind: "batch-normalization", momentum: 0.9, epsilon: 1e-5 };

const dense = (units: number): Layer => ({ kind: "dense", units, bias: true, initializer: NORMAL });

const convolution = (kind: "conv2d" | "conv2d-transpose", filters: number): Layer => ({
  kind,
  filters,
  kernel: 4,
  stride: 2,
  bias: true,
  initializer: NORMAL,
});

export const infogan: Preset = {
  generator: [
    ...[dense(1024), NORMALIZATION, LEAKY],
    ...[dense(7 * 7 * 128), NORMALIZATION, LEAKY],
    { kind: "reshape", shape: [7, 7, 128] },
    ...[convolution("conv2d-transpose", 64), NORMALIZATION, LEAKY],
    convolution("conv2d-transpose", 1),
    { kind: "tanh" },
  ],
  discriminator: [
    ...[convolution("conv2d", 64), LEAKY],
    ...[convolution("conv2d", 128), NORMALIZATION, LEAKY],
    { kind: "flatten" },
    ...[dense(1024), NORMALIZATION, LEAKY],
    dense(1),
  ],
};

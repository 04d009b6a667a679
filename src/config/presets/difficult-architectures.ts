/**
 * The "difficult architectures" that LSGANs-GP and WGANs-GP are compared on, for 64 × 64 × 3 and latents of 128 from
 * N(0, 1): one baseline and five ways to depart from it. D normalises by layers in the place of batches, so that a gradient
 * penalty sees each sample by itself.
 *
 * Source: Gulrajani et al., arXiv:1704.00028, sec. 5.2; improved_wgan_training, gan_64x64.py, as Mao et al.,
 * arXiv:1712.06391, took it over. Not as there: kernels start normal where theirs start uniform of the same variance.
 */
import type { Layer } from "../schema-types.ts";
import type { Preset } from "./preset.ts";

const WIDTH = 64;
const INITIALIZER = { kind: "normal", standardDeviation: 0.02 } as const;
const BATCHES: Layer = { kind: "batch-normalization", momentum: 0.9, epsilon: 1e-5 };
const LAYERS: Layer = { kind: "layer-normalization", over: "sample", epsilon: 1e-5 };
const RELU: Layer = { kind: "relu" };
const LEAKY: Layer = { kind: "leaky-relu", slope: 0.2 };
const TANH: Layer = { kind: "tanh" };
const GATED: Layer = { kind: "gated" };
const STEPS = [4, 2, 1];

const dense = (units: number): Layer => ({
  kind: "dense",
  units,
  bias: true,
  initializer: INITIALIZER,
});

const convolution = (kind: "conv2d" | "conv2d-transpose", filters: number): Layer => ({
  kind,
  filters,
  kernel: 5,
  stride: 2,
  bias: true,
  initializer: INITIALIZER,
});

interface Style {
  /** Empty: none. */
  readonly normalization: readonly Layer[];
  readonly activation: Layer;
  /** Features that the activation makes one of. */
  readonly perFeature?: number;
}

/** From 4 × 4 to 64 × 64, half the channels at each of three steps. */
function generator({ normalization, activation, perFeature = 1 }: Style): readonly Layer[] {
  const start = 8 * WIDTH * perFeature;
  return [
    dense(4 * 4 * start),
    { kind: "reshape", shape: [4, 4, start] },
    ...normalization,
    activation,
    ...STEPS.flatMap((channels) => [
      convolution("conv2d-transpose", channels * WIDTH * perFeature),
      ...normalization,
      activation,
    ]),
    convolution("conv2d-transpose", 3),
    TANH,
  ];
}

/** From 64 × 64 to 4 × 4 and one number; the first layer is not normalised. */
function discriminator({ normalization, activation, perFeature = 1 }: Style): readonly Layer[] {
  return [
    convolution("conv2d", WIDTH * perFeature),
    activation,
    ...[2, 4, 8].flatMap((channels) => [
      convolution("conv2d", channels * WIDTH * perFeature),
      ...normalization,
      activation,
    ]),
    { kind: "flatten" },
    dense(1),
  ];
}

const baselineDiscriminator = discriminator({ normalization: [LAYERS], activation: LEAKY });

/** DCGAN. */
export const difficultBaseline: Preset = {
  generator: generator({ normalization: [BATCHES], activation: RELU }),
  discriminator: baselineDiscriminator,
};

/** G without normalisation, equally wide everywhere. */
export const difficultConstantWidth: Preset = {
  generator: [
    dense(4 * 4 * WIDTH),
    { kind: "reshape", shape: [4, 4, WIDTH] },
    RELU,
    ...STEPS.flatMap(() => [convolution("conv2d-transpose", WIDTH), RELU]),
    convolution("conv2d-transpose", 3),
    TANH,
  ],
  discriminator: baselineDiscriminator,
};

/** G of four dense layers of 512 rectified units. */
export const difficultMlp: Preset = {
  generator: [
    {
      kind: "repeat",
      times: 4,
      layers: [{ kind: "dense", units: 512, initializer: { kind: "he-normal" } }, RELU],
    },
    { kind: "dense", units: 64 * 64 * 3 },
    TANH,
    { kind: "reshape", shape: [64, 64, 3] },
  ],
  discriminator: baselineDiscriminator,
};

/** No normalisation anywhere. */
export const difficultPlain: Preset = {
  generator: generator({ normalization: [], activation: RELU }),
  discriminator: discriminator({ normalization: [], activation: LEAKY }),
};

/** Gated multiplicative units everywhere. */
export const difficultGated: Preset = {
  generator: generator({ normalization: [BATCHES], activation: GATED, perFeature: 2 }),
  discriminator: discriminator({ normalization: [LAYERS], activation: GATED, perFeature: 2 }),
};

/** tanh everywhere. */
export const difficultTanh: Preset = {
  generator: generator({ normalization: [BATCHES], activation: TANH }),
  discriminator: discriminator({ normalization: [LAYERS], activation: TANH }),
};

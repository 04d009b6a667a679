/** What the authors' convolutional networks are made of: their initializers, and batch normalisation as they set it. */
import type { Layer } from "../schema-types.ts";

const NORMAL = { kind: "normal", mean: 0, standardDeviation: 0.02 } as const;
const TRUNCATED = { kind: "truncated-normal", mean: 0, standardDeviation: 0.02 } as const;
const NORMALIZATION: Layer = { kind: "batch-normalization", momentum: 0.9, epsilon: 1e-5 };
const RELU: Layer = { kind: "relu" };
const LEAKY: Layer = { kind: "leaky-relu", slope: 0.2 };

/** A dense layer; the authors keep biases before a normalisation. */
export const dense = (units: number): Layer => ({
  kind: "dense",
  units,
  bias: true,
  initializer: NORMAL,
});

export const conv = (filters: number, stride = 2): Layer => ({
  kind: "conv2d",
  filters,
  kernel: 5,
  stride,
  bias: true,
  initializer: TRUNCATED,
});

export interface Deconvolution {
  readonly filters: number;
  readonly kernel?: number;
  readonly stride?: number;
  readonly outputSize?: number;
}

export const deconv = ({ kernel = 5, stride = 2, ...rest }: Deconvolution): Layer => ({
  kind: "conv2d-transpose",
  kernel,
  stride,
  bias: true,
  initializer: NORMAL,
  ...rest,
});

/** A layer of G: normalised, then rectified. */
export const withRelu = (layer: Layer): readonly Layer[] => [layer, NORMALIZATION, RELU];

/** A layer of D: normalised, then leaky. */
export const withLeaky = (layer: Layer): readonly Layer[] => [layer, NORMALIZATION, LEAKY];

/** A layer of D that is not normalised: its first. */
export const firstLeaky = (layer: Layer): readonly Layer[] => [layer, LEAKY];

/** Four strided convolutions and one number: D of DCGAN. */
export const dcganDiscriminator: readonly Layer[] = [
  ...firstLeaky(conv(64)),
  ...withLeaky(conv(128)),
  ...withLeaky(conv(256)),
  ...withLeaky(conv(512)),
  { kind: "flatten" },
  dense(1),
];

export interface FirstLayers {
  /** Side of the first image. */
  readonly side: number;
  readonly channels: number;
  /** What the first normalisation is over: channels (LSGAN's code) or every number (improved_LSGAN's code). */
  readonly normalized: "channels" | "numbers";
}

/** From latents to the first image. */
export function firstImage({ side, channels, normalized }: FirstLayers): readonly Layer[] {
  const first = dense(side * side * channels);
  const reshape: Layer = { kind: "reshape", shape: [side, side, channels] };
  return normalized === "channels"
    ? [first, reshape, NORMALIZATION, RELU]
    : [first, NORMALIZATION, RELU, reshape];
}

/** From the first image of 512 channels to one of 16 times its side: G of DCGAN. */
export const dcganGenerator = (
  side: number,
  normalized: FirstLayers["normalized"],
): readonly Layer[] => [
  ...firstImage({ side, channels: 512, normalized }),
  ...withRelu(deconv({ filters: 256 })),
  ...withRelu(deconv({ filters: 128 })),
  ...withRelu(deconv({ filters: 64 })),
  deconv({ filters: 3 }),
  { kind: "tanh" },
];

/** The same layers without the normalisations. */
export const withoutNormalization = (layers: readonly Layer[]): readonly Layer[] =>
  layers.filter(({ kind }) => kind !== "batch-normalization");

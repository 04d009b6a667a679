/**
 * The 101-layer residual networks of the "difficult architectures", for 64 × 64 × 3 and latents of 128: bottleneck blocks
 * in five stages, 6, 6, 6, 6 and 5 of them (G from 4 × 4 up, D the other way), four blocks between the stages that double
 * or halve images, and a layer at each end: 3·(29 + 4) + 2 = 101. A block adds 0.3 of what its branch gives.
 *
 * Source: improved_wgan_training, gan_64x64.py, ResnetGenerator and ResnetDiscriminator; Mao et al., arXiv:1712.06391. Not as
 * there: shortcuts that enlarge are nearest upsampling and a convolution, theirs rearrange four times the channels; the
 * divisions by 5 before G's tanh and of D's output are left out.
 */
import type { Layer } from "../schema-types.ts";
import type { Preset } from "./preset.ts";

const WIDTH = 64;
const STAGES = [6, 6, 6, 6, 5];
const RELU: Layer = { kind: "relu" };
const BATCHES: Layer = { kind: "batch-normalization", momentum: 0.9, epsilon: 1e-5 };
const LAYERS: Layer = { kind: "layer-normalization", over: "sample", epsilon: 1e-5 };

const conv = (filters: number, kernel: number, { stride = 1, bias = true } = {}): Layer => ({
  kind: "conv2d",
  filters,
  kernel,
  stride,
  bias,
  initializer: { kind: "he-normal" },
});

const enlarging = (filters: number): Layer => ({
  kind: "conv2d-transpose",
  filters,
  kernel: 3,
  stride: 2,
  bias: true,
  initializer: { kind: "he-normal" },
});

interface Block {
  readonly from: number;
  readonly to: number;
  /** The 3 × 3 convolution in the middle. */
  readonly middle: Layer;
  readonly shortcut: readonly Layer[];
  readonly normalization: Layer;
}

/** 1 × 1 to half the channels, 3 × 3, 1 × 1 to all channels. */
const bottleneck = ({ from, to, middle, shortcut, normalization }: Block): Layer => ({
  kind: "residual",
  scale: 0.3,
  layers: [
    ...[RELU, conv(from / 2, 1, { bias: false })],
    ...[RELU, middle],
    ...[RELU, conv(to, 1, { bias: false })],
    normalization,
  ],
  shortcut: [...shortcut],
});

const stage = (times: number, channels: number, normalization: Layer): Layer => {
  const block = { from: channels, to: channels, middle: conv(channels / 2, 3), shortcut: [] };
  return { kind: "repeat", times, layers: [bottleneck({ ...block, normalization })] };
};

const larger = (from: number, to: number): Layer =>
  bottleneck({
    from,
    to,
    middle: enlarging(to / 2),
    shortcut: [conv(to, 1), { kind: "upsample", factor: 2 }],
    normalization: BATCHES,
  });

const smaller = (from: number, to: number): Layer =>
  bottleneck({
    from,
    to,
    middle: conv(to / 2, 3, { stride: 2 }),
    shortcut: [conv(to, 1, { stride: 2 })],
    normalization: LAYERS,
  });

/** Channels of each of G's stages. */
const CHANNELS = [8, 4, 2, 1, 0.5].map((times) => times * WIDTH);

function generator(): readonly Layer[] {
  const [first = 0] = CHANNELS;
  return [
    { kind: "dense", units: 4 * 4 * first },
    { kind: "reshape", shape: [4, 4, first] },
    ...CHANNELS.flatMap((channels, i) => {
      const before = CHANNELS[i - 1];
      const blocks = stage(STAGES[i] ?? 0, channels, BATCHES);
      return before === undefined ? [blocks] : [larger(before, channels), blocks];
    }),
    conv(3, 1),
    { kind: "tanh" },
  ];
}

function discriminator(): readonly Layer[] {
  const channels = CHANNELS.toReversed();
  const stages = STAGES.toReversed();
  return [
    conv(channels[0] ?? 0, 1),
    ...channels.flatMap((count, i) => {
      const next = channels[i + 1];
      const blocks = stage(stages[i] ?? 0, count, LAYERS);
      return next === undefined ? [blocks] : [blocks, smaller(count, next)];
    }),
    { kind: "flatten" },
    { kind: "dense", units: 1 },
  ];
}

export const difficultResnet101: Preset = {
  generator: generator(),
  discriminator: discriminator(),
};

/**
 * The authors' conditional networks for Chinese characters, 28 × 28 × 1: for latents of 1024 and 3,740 classes 9.4 M and
 * 21.4 M parameters. Each network maps labels to 256 numbers and joins them at several places. The first convolution of D
 * has 257 filters in the code and 256 in the paper's figure; here the code's. Not as there: G ends in tanh, not in a
 * sigmoid, because our images are in [−1, 1]; the label maps have no bias, which one-hot labels make redundant.
 *
 * Source: Mao et al., arXiv:1611.04076, Fig. 4 and sec. 4.4; xudonmao/LSGAN, mcgan.py.
 */
import type { Layer } from "../schema-types.ts";
import { conv, deconv, dense, firstLeaky, withLeaky, withRelu } from "./dcgan-layers.ts";
import type { Preset } from "./preset.ts";

const JOIN: Layer = {
  kind: "join-label",
  size: 256,
  initializer: { kind: "normal", standardDeviation: 0.02 },
};

export const hanziConditional: Preset = {
  generator: [
    JOIN,
    dense(7 * 7 * 128),
    { kind: "reshape", shape: [7, 7, 128] },
    { kind: "batch-normalization", momentum: 0.9, epsilon: 1e-5 },
    { kind: "relu" },
    ...withRelu(deconv({ filters: 128 })),
    deconv({ filters: 1 }),
    { kind: "tanh" },
  ],
  discriminator: [
    ...firstLeaky(conv(257)),
    JOIN,
    ...withLeaky(conv(320)),
    { kind: "flatten" },
    JOIN,
    ...withLeaky(dense(1024)),
    JOIN,
    dense(1),
  ],
};

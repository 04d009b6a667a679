/**
 * The convolutional networks of the LSGAN papers and of the repositories around them. Latents are uniform in the authors'
 * runs: 1024 for scenes-112 and dcgan-64, 100 for digit-conv and cat-128.
 *
 * Source: Mao et al., arXiv:1611.04076, Fig. 3 and sec. 4.3, and the authors' code (xudonmao/LSGAN, improved_LSGAN).
 */
import {
  conv,
  dcganDiscriminator,
  dcganGenerator,
  deconv,
  dense,
  firstImage,
  firstLeaky,
  withLeaky,
  withoutNormalization,
  withRelu,
} from "./dcgan-layers.ts";
import type { Preset } from "./preset.ts";

/** 112 × 112 × 3, two extra convolutions after the first two upsampling ones: 15.59 M and 4.33 M parameters. */
export const scenes112: Preset = {
  generator: [
    ...firstImage({ side: 7, channels: 256, normalized: "channels" }),
    ...withRelu(deconv({ filters: 256, kernel: 3 })),
    ...withRelu(deconv({ filters: 256, kernel: 3, stride: 1 })),
    ...withRelu(deconv({ filters: 256, kernel: 3 })),
    ...withRelu(deconv({ filters: 256, kernel: 3, stride: 1 })),
    ...withRelu(deconv({ filters: 128, kernel: 3 })),
    ...withRelu(deconv({ filters: 64, kernel: 3 })),
    deconv({ filters: 3, kernel: 3, stride: 1 }),
    { kind: "tanh" },
  ],
  discriminator: dcganDiscriminator,
};

/** 64 × 64 × 3. */
export const dcgan64: Preset = {
  generator: dcganGenerator(4, "channels"),
  discriminator: dcganDiscriminator,
};

/** dcgan-64 without any batch normalisation: the paper's stability comparison. */
export const dcgan64Plain: Preset = {
  generator: withoutNormalization(dcganGenerator(4, "channels")),
  discriminator: withoutNormalization(dcganDiscriminator),
};

/** 128 × 128 × 3: 7.68 M and 4.34 M parameters for latents of 100. */
export const cat128: Preset = {
  generator: dcganGenerator(8, "numbers"),
  discriminator: dcganDiscriminator,
};

/** 28 × 28 × 1, the small-variability digits: 4.94 M and 1.25 M parameters for latents of 100. */
export const digitConv: Preset = {
  generator: [
    ...firstImage({ side: 4, channels: 512, normalized: "numbers" }),
    ...withRelu(deconv({ filters: 256, outputSize: 7 })),
    ...withRelu(deconv({ filters: 128 })),
    deconv({ filters: 1 }),
    { kind: "tanh" },
  ],
  discriminator: [
    ...firstLeaky(conv(20)),
    ...withLeaky(conv(50)),
    { kind: "flatten" },
    ...withLeaky(dense(500)),
    dense(1),
  ],
};

/**
 * 28 × 28 × 1: the authors' MNIST pair, which no script of theirs calls by default. Theirs ends in a sigmoid for images in
 * [0, 1]; ours in tanh, because our images are in [−1, 1].
 */
export const mnistConv: Preset = {
  generator: [
    ...withRelu(dense(512)),
    ...firstImage({ side: 7, channels: 128, normalized: "numbers" }),
    ...withRelu(deconv({ filters: 128 })),
    deconv({ filters: 1 }),
    { kind: "tanh" },
  ],
  discriminator: [
    ...firstLeaky(conv(32)),
    ...withLeaky(conv(64)),
    { kind: "flatten" },
    ...withLeaky(dense(1024)),
    dense(1),
  ],
};

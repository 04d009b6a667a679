/**
 * Dense networks for 28 × 28 digits: 1,489,936 trainable parameters and 3,584 statistics in G, 533,505 in D, for latents of
 * 100.
 *
 * Source: eriklindernoren, Keras-GAN, lsgan.py.
 */
import type { Layer } from "../schema-types.ts";
import type { Preset } from "./preset.ts";

const hidden = (units: number): readonly Layer[] => [
  { kind: "dense", units },
  { kind: "leaky-relu", slope: 0.2 },
  { kind: "batch-normalization", momentum: 0.8, epsilon: 0.001 },
];

export const kerasGanMlp: Preset = {
  generator: [
    ...hidden(256),
    ...hidden(512),
    ...hidden(1024),
    { kind: "dense", units: 784 },
    { kind: "tanh" },
    { kind: "reshape", shape: [28, 28, 1] },
  ],
  discriminator: [
    { kind: "flatten" },
    { kind: "dense", units: 512 },
    { kind: "leaky-relu", slope: 0.2 },
    { kind: "dense", units: 256 },
    { kind: "leaky-relu", slope: 0.2 },
    { kind: "dense", units: 1 },
  ],
};

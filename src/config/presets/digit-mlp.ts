/**
 * Small dense networks for 28 × 28 digits, so that a comparison of many runs takes minutes on a laptop. Our own: one
 * hidden layer each, batch normalisation in G only.
 */
import type { Preset } from "./preset.ts";

export const digitMlp: Preset = {
  generator: [
    { kind: "dense", units: 128 },
    { kind: "batch-normalization", momentum: 0.8 },
    { kind: "relu" },
    { kind: "dense", units: 784 },
    { kind: "tanh" },
    { kind: "reshape", shape: [28, 28, 1] },
  ],
  discriminator: [
    { kind: "flatten" },
    { kind: "dense", units: 128 },
    { kind: "leaky-relu", slope: 0.2 },
    { kind: "dense", units: 1 },
  ],
};

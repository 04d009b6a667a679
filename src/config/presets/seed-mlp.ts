/**
 * The seed article's MNIST networks: 583,312 parameters in G (1,792 of them moving statistics) and 265,601 in D, for
 * latents of 100. Batch normalisation stands after the activation, so every dense layer keeps its bias.
 *
 * Source: mafda, generative_adversarial_networks_101, notebook 06_LSGAN_MNIST, commit be4e888.
 */
import type { Layer } from "../schema-types.ts";
import type { Preset } from "./preset.ts";

const FIRST = { kind: "normal", mean: 0, standardDeviation: 0.02 } as const;

const hiddenLayers = (units: number): readonly Layer[] => [
  { kind: "dense", units },
  { kind: "leaky-relu", slope: 0.2 },
  { kind: "batch-normalization", momentum: 0.8, epsilon: 0.001 },
];

export const seedMlp: Preset = {
  generator: [
    { kind: "dense", units: 128, initializer: FIRST },
    { kind: "leaky-relu", slope: 0.2 },
    { kind: "batch-normalization", momentum: 0.8, epsilon: 0.001 },
    ...hiddenLayers(256),
    ...hiddenLayers(512),
    { kind: "dense", units: 784 },
    { kind: "tanh" },
    { kind: "reshape", shape: [28, 28, 1] },
  ],
  discriminator: [
    { kind: "flatten" },
    { kind: "dense", units: 128, initializer: FIRST },
    { kind: "leaky-relu", slope: 0.2 },
    { kind: "dense", units: 256 },
    { kind: "leaky-relu", slope: 0.2 },
    { kind: "dense", units: 512 },
    { kind: "leaky-relu", slope: 0.2 },
    { kind: "dense", units: 1 },
  ],
};

/**
 * The networks of the paper's mixture of Gaussians: 256 → 128 → 128 → 2 and 2 → 128 → 128 → 1 with tanh, orthogonal
 * kernels of gain 1.4 and biases of zero. The generator's input is the latent size, 256 in the paper.
 *
 * Source: Mao et al., arXiv:1611.04076, sec. 4.3, and the authors' code for it.
 */
import type { Layer } from "../schema-types.ts";
import type { Preset } from "./preset.ts";

const dense = (units: number): Layer => ({
  kind: "dense",
  units,
  initializer: { kind: "orthogonal", gain: 1.4 },
  biasInitializer: { kind: "zeros" },
});

const layersTo = (outputs: number): readonly Layer[] => [
  dense(128),
  { kind: "tanh" },
  dense(128),
  { kind: "tanh" },
  dense(outputs),
];

export const ringMlp: Preset = { generator: layersTo(2), discriminator: layersTo(1) };

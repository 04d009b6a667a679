/**
 * PacGAN's dense networks for points of the plane: 486,402 parameters in G for latents of 2; 405,201 in D, whose units are
 * the greatest of five pieces and which judges samples one by one (407,201 for pairs).
 *
 * Source: Lin et al., arXiv:1712.04086, sec. 4.1, and their code (after VEEGAN, arXiv:1705.07761).
 */
import type { Layer } from "../schema-types.ts";
import type { Preset } from "./preset.ts";

const hidden: readonly Layer[] = [
  { kind: "dense", units: 400, bias: true },
  { kind: "batch-normalization" },
  { kind: "relu" },
];

const generator: readonly Layer[] = [
  ...hidden,
  ...hidden,
  ...hidden,
  ...hidden,
  { kind: "dense", units: 2 },
];

const maxout: Layer = { kind: "maxout", units: 200, pieces: 5 };

const discriminator: readonly Layer[] = [maxout, maxout, maxout, { kind: "dense", units: 1 }];

export const pacganMlp: Preset = { generator, discriminator };

/** D is shown two samples at a time. */
export const pacganMlpPairs: Preset = {
  generator,
  discriminator: [{ kind: "pack", count: 2 }, ...discriminator],
};

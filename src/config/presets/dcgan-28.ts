/** A small DCGAN for 28 × 28 × 1, 64 and 128 channels wide: what executors and other frameworks are timed on. Our own. */
import { conv, deconv, dense, firstLeaky, withLeaky, withRelu } from "./dcgan-layers.ts";
import type { Preset } from "./preset.ts";

export const dcgan28: Preset = {
  generator: [
    ...withRelu(dense(7 * 7 * 128)),
    { kind: "reshape", shape: [7, 7, 128] },
    ...withRelu(deconv({ filters: 64 })),
    deconv({ filters: 1 }),
    { kind: "tanh" },
  ],
  discriminator: [...firstLeaky(conv(64)), ...withLeaky(conv(128)), { kind: "flatten" }, dense(1)],
};

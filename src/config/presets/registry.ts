/** The presets by name. A new one is a file here, a line in this table and a name in schema/network.schema.json. */
import type { PresetNetwork } from "../schema-types.ts";
import { cat128, dcgan64, dcgan64Plain, digitConv, mnistConv, scenes112 } from "./conv.ts";
import { digitMlp } from "./digit-mlp.ts";
import { kerasGanMlp } from "./keras-gan-mlp.ts";
import type { Preset } from "./preset.ts";
import { ringMlp } from "./ring-mlp.ts";
import { seedMlp } from "./seed-mlp.ts";

export const PRESETS = {
  "seed-mlp": seedMlp,
  "ring-mlp": ringMlp,
  "digit-mlp": digitMlp,
  "keras-gan-mlp": kerasGanMlp,
  "digit-conv": digitConv,
  "mnist-conv": mnistConv,
  "dcgan-64": dcgan64,
  "dcgan-64-plain": dcgan64Plain,
  "cat-128": cat128,
  "scenes-112": scenes112,
} as const satisfies Readonly<Record<PresetNetwork["name"], Preset>>;

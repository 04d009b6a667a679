/** The presets by name. A new one is a file here, a line in this table and a name in schema/network.schema.json. */
import type { PresetNetwork } from "../schema-types.ts";
import { digitMlp } from "./digit-mlp.ts";
import type { Preset } from "./preset.ts";
import { ringMlp } from "./ring-mlp.ts";
import { seedMlp } from "./seed-mlp.ts";

export const PRESETS = {
  "seed-mlp": seedMlp,
  "ring-mlp": ringMlp,
  "digit-mlp": digitMlp,
} as const satisfies Readonly<Record<PresetNetwork["name"], Preset>>;

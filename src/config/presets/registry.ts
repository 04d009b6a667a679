/** The presets by name. A new one is a file here, a line in this table and a name in schema/network.schema.json. */
import type { PresetNetwork } from "../schema-types.ts";
import { cat128, dcgan64, dcgan64Plain, digitConv, mnistConv, scenes112 } from "./conv.ts";
import { dcgan28 } from "./dcgan-28.ts";
import {
  difficultBaseline,
  difficultConstantWidth,
  difficultGated,
  difficultMlp,
  difficultPlain,
  difficultTanh,
} from "./difficult-architectures.ts";
import { difficultResnet101 } from "./difficult-resnet-101.ts";
import { digitMlp } from "./digit-mlp.ts";
import { hanziConditional } from "./hanzi-conditional.ts";
import { infogan } from "./infogan.ts";
import { kerasGanMlp } from "./keras-gan-mlp.ts";
import { pacganMlp, pacganMlpPairs } from "./pacgan-mlp.ts";
import type { Preset } from "./preset.ts";
import { pytorchGanConv } from "./pytorch-gan-conv.ts";
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
  "dcgan-28": dcgan28,
  "pytorch-gan-conv": pytorchGanConv,
  infogan,
  "pacgan-mlp": pacganMlp,
  "pacgan-mlp-pairs": pacganMlpPairs,
  "hanzi-conditional": hanziConditional,
  "difficult-baseline": difficultBaseline,
  "difficult-constant-width": difficultConstantWidth,
  "difficult-mlp": difficultMlp,
  "difficult-plain": difficultPlain,
  "difficult-gated": difficultGated,
  "difficult-tanh": difficultTanh,
  "difficult-resnet-101": difficultResnet101,
} as const satisfies Readonly<Record<PresetNetwork["name"], Preset>>;

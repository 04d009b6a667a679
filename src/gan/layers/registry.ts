/** The layer kinds. Nothing else branches on a kind. */
import type { LayerSpec } from "../../config/spec.ts";
import { batchNormalization } from "./batch-normalization.ts";
import { conv2dTranspose } from "./conv2d-transpose.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { elu } from "./elu.ts";
import { flatten } from "./flatten.ts";
import { gated } from "./gated.ts";
import { globalPool } from "./global-pool.ts";
import { joinLabel } from "./join-label.ts";
import { layerNormalization } from "./layer-normalization.ts";
import type { LayerModule } from "./layer.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { maxout } from "./maxout.ts";
import { minibatchStddev } from "./minibatch-stddev.ts";
import { pack } from "./pack.ts";
import { averagePool, maxPool } from "./pool.ts";
import { relu } from "./relu.ts";
import { createRepeat } from "./repeat.ts";
import { reshape } from "./reshape.ts";
import { createResidual } from "./residual.ts";
import { selu } from "./selu.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softplus } from "./softplus.ts";
import { tanh } from "./tanh.ts";
import { upsample } from "./upsample.ts";

const OUR_LAYERS: readonly LayerModule[] = [
  dense,
  leakyRelu,
  relu,
  tanh,
  sigmoid,
  selu,
  softplus,
  silu,
  elu,
  batchNormalization,
  dropout,
  reshape,
  flatten,
  conv2d,
  conv2dTranspose,
  upsample,
  averagePool,
  maxPool,
  globalPool,
  layerNormalization,
  gated,
  maxout,
  minibatchStddev,
  pack,
  joinLabel,
  createResidual(layerModule),
  createRepeat(layerModule),
];

/** Every layer kind by name; extensions as `extension:<kind>`. */
export const LAYERS = new Map<string, LayerModule>(OUR_LAYERS.map((layer) => [layer.kind, layer]));

/** Adds an extension's layer. Its functions are given the keys its schema describes (the spec's `options`). */
export function registerLayer<Options extends Readonly<Record<string, unknown>>>(
  module: LayerModule<Options>,
): void {
  LAYERS.set(`extension:${module.kind}`, {
    kind: module.kind,
    couplesSamples: (spec) => module.couplesSamples?.(optionsOf(spec) as Options) ?? true,
    packs: (spec) => module.packs?.(optionsOf(spec) as Options) ?? 1,
    removesShift: module.removesShift ?? false,
    outputShape: (spec, input) => module.outputShape(optionsOf(spec) as Options, input),
    variables: (spec, input) => module.variables?.(optionsOf(spec) as Options, input) ?? [],
    masks: (spec, input) => module.masks?.(optionsOf(spec) as Options, input) ?? [],
    apply: (tf, spec, x, context) => module.apply(tf, optionsOf(spec) as Options, x, context),
  });
}

/** The module of a layer's kind. */
export function layerModule(spec: LayerSpec): LayerModule {
  const module = LAYERS.get(spec.kind);
  if (module === undefined) {
    const known = [...LAYERS.keys()].join(", ");
    throw new Error(`Expected layer kind to be one of ${known}, got \`${spec.kind}\``);
  }
  return module;
}

// Of the type the module expects: the extension's own JSON Schema has validated the options before a spec was made.
function optionsOf(spec: LayerSpec): Readonly<Record<string, unknown>> {
  if (!("options" in spec)) throw new Error(`Expected an extension, got \`${spec.kind}\``);
  return spec.options;
}

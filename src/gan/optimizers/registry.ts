/** The optimizers by kind. Nothing else branches on a kind. */
import type { OptimizerSpec } from "../../config/spec.ts";
import { adam } from "./adam.ts";
import type { Optimizer } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

const OUR_OPTIMIZERS: readonly Optimizer[] = [adam, rmsprop, sgd];

/** Every optimizer by kind; extensions as `extension:<kind>`. */
export const OPTIMIZERS = new Map<string, Optimizer>(
  OUR_OPTIMIZERS.map((optimizer) => [optimizer.kind, optimizer]),
);

/** Adds an extension's optimizer. Its functions are given the keys its schema describes (the spec's `options`). */
export function registerOptimizer<Options extends Readonly<Record<string, unknown>>>(
  module: Optimizer<Options>,
): void {
  OPTIMIZERS.set(`extension:${module.kind}`, {
    kind: module.kind,
    slots: (spec) => module.slots(optionsOf(spec) as Options),
    scalars: (spec) => module.scalars(optionsOf(spec) as Options),
    update: (tf, spec, state) => module.update(tf, optionsOf(spec) as Options, state),
    createClock: (spec, learningRate) =>
      module.createClock(optionsOf(spec) as Options, learningRate),
  });
}

/** The module of an optimizer's kind. */
export function optimizerModule(spec: OptimizerSpec): Optimizer {
  const module = OPTIMIZERS.get(spec.kind);
  if (module === undefined) {
    const known = [...OPTIMIZERS.keys()].join(", ");
    throw new Error(`Expected optimizer kind to be one of ${known}, got \`${spec.kind}\``);
  }
  return module;
}

// Of the type the module expects: the extension's own JSON Schema has validated the options before a spec was made.
function optionsOf(spec: OptimizerSpec): Readonly<Record<string, unknown>> {
  if (!("options" in spec)) throw new Error(`Expected an extension, got \`${spec.kind}\``);
  return spec.options;
}

/** The objectives by kind. Nothing else branches on a kind. */
import type { ObjectiveSpec } from "../../config/spec.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { leastSquares } from "./least-squares.ts";
import type { Objective } from "./objective.ts";
import { wasserstein } from "./wasserstein.ts";

const OUR_OBJECTIVES: readonly Objective[] = [leastSquares, crossEntropy, wasserstein];

/** Every objective by kind; extensions as `extension:<kind>`. */
export const OBJECTIVES = new Map<string, Objective>(
  OUR_OBJECTIVES.map((objective) => [objective.kind, objective]),
);

/** Adds an extension's objective. Its functions are given the keys its schema describes (the spec's `options`). */
export function registerObjective<Options extends Readonly<Record<string, unknown>>>(
  module: Objective<Options>,
): void {
  OBJECTIVES.set(`extension:${module.kind}`, {
    kind: module.kind,
    scores: (tf, spec, outputs) =>
      module.scores?.(tf, optionsOf(spec) as Options, outputs) ?? outputs,
    gradientPenalty: (spec) =>
      module.gradientPenalty?.(optionsOf(spec) as Options) ?? { kind: "none" },
    discriminatorLoss: (tf, spec, outputs) =>
      module.discriminatorLoss(tf, optionsOf(spec) as Options, outputs),
    generatorLoss: (tf, spec, outputs) =>
      module.generatorLoss(tf, optionsOf(spec) as Options, outputs),
  });
}

/** The module of an objective's kind. */
export function objectiveModule(spec: ObjectiveSpec): Objective {
  const module = OBJECTIVES.get(spec.kind);
  if (module === undefined) {
    const known = [...OBJECTIVES.keys()].join(", ");
    throw new Error(`Expected objective kind to be one of ${known}, got \`${spec.kind}\``);
  }
  return module;
}

// Of the type the module expects: the extension's own JSON Schema has validated the options before a spec was made.
function optionsOf(spec: ObjectiveSpec): Readonly<Record<string, unknown>> {
  if (!("options" in spec)) throw new Error(`Expected an extension, got \`${spec.kind}\``);
  return spec.options;
}

/**
 * A run's settings → everything an executor needs to train it: both networks, the traced phases of a step, the
 * optimizers and the sampler. Importing this file loads tfjs-core.
 */
import type { CellSpec } from "../config/experiment.ts";
import { optimise } from "../program/optimise.ts";
import { trace } from "../program/trace.ts";
import { dropUnreadInputs, traceSampler } from "./forward-programs.ts";
import { averageVariables } from "./generator-average.ts";
import { buildNetwork, networkVariables } from "./network.ts";
import { createPhases } from "./phases.ts";
import type { GanModel } from "./phase-parts.ts";
import type { PhaseSource } from "./phases.ts";
import type { Phase, StepPlan, VariableDeclaration } from "./step-plan.ts";
import { traceOptimizer } from "./trace-optimizer.ts";

/** Samples the sampler makes at a time. */
const SAMPLER_BATCH_SIZE = 256;

/**
 * `sampleShape` is the shape of one sample of the data; `classes` counts their labels (for networks that join them).
 *
 * @throws LabError CONFIG, LayerShapeError.
 */
export function buildStepPlan(
  spec: CellSpec,
  sampleShape: readonly number[],
  classes = 0,
): StepPlan {
  const model: GanModel = {
    generator: buildNetwork("generator", spec.generator, [spec.latent.size], classes),
    discriminator: buildNetwork("discriminator", spec.discriminator, sampleShape, classes),
    objective: spec.objective,
    training: spec.training,
    optimizer: spec.optimizer,
  };
  const isAveraged = spec.training.generatorAverage !== null;
  const variables = [
    ...[model.generator, model.discriminator].flatMap(networkVariables),
    ...(isAveraged ? averageVariables(model.generator) : []),
  ];
  return {
    variables,
    phases: createPhases(model).map((source) => tracePhase(source, variables)),
    optimizers: {
      generator: traceOptimizer(spec.optimizer.generator),
      discriminator: traceOptimizer(spec.optimizer.discriminator),
    },
    sharedClock: spec.optimizer.shared,
    sampler: traceSampler(model.generator, { isAveraged, batchSize: SAMPLER_BATCH_SIZE }),
  };
}

function tracePhase(
  { build, ...phase }: PhaseSource,
  variables: readonly VariableDeclaration[],
): Phase {
  const declared = [...variables, ...phase.inputs].map(({ name, shape }) => [name, shape] as const);
  const traced = trace(Object.fromEntries(declared), build);
  const program = dropUnreadInputs(optimise(traced));
  const read = new Set(program.inputs.map(({ name }) => name));
  // Two passes may see the same labels.
  const inputs = [...new Map(phase.inputs.map((input) => [input.name, input])).values()];
  return { ...phase, inputs: inputs.filter(({ name }) => read.has(name)), program };
}

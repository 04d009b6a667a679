/**
 * A run's settings → everything an executor needs to train it: both networks, the traced phases of a step, the
 * optimizers and the sampler. Importing this file loads tfjs-core.
 */
import type { CellSpec } from "../config/experiment.ts";
import { optimise } from "../program/optimise.ts";
import { removeDeadCode } from "../program/passes/dead-code.ts";
import type { Program } from "../program/program.ts";
import type { Tensor } from "../program/tensor-library.ts";
import { trace } from "../program/trace.ts";
import { averagedInputs, averageVariables } from "./generator-average.ts";
import { buildNetwork, networkVariables } from "./network.ts";
import type { Network } from "./network.ts";
import { applyNetwork, readInput } from "./pass.ts";
import { createPhases } from "./phases.ts";
import type { GanModel } from "./phase-parts.ts";
import type { PhaseSource } from "./phases.ts";
import type { ForwardProgram, Phase, StepPlan, VariableDeclaration } from "./step-plan.ts";
import { traceOptimizer } from "./trace-optimizer.ts";

/** Samples the sampler makes at a time. */
const SAMPLER_BATCH_SIZE = 256;

/** `sampleShape` is the shape of one sample of the data. @throws LabError CONFIG, LayerShapeError. */
export function buildStepPlan(spec: CellSpec, sampleShape: readonly number[]): StepPlan {
  const model: GanModel = {
    generator: buildNetwork("generator", spec.generator, [spec.latent.size]),
    discriminator: buildNetwork("discriminator", spec.discriminator, sampleShape),
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
    sampler: traceSampler(model.generator, isAveraged),
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
  return { ...phase, inputs: phase.inputs.filter(({ name }) => read.has(name)), program };
}

/** G with moving statistics, and with averaged weights where there are any: latents [batchSize, latentSize] → samples [batchSize, …sampleShape]. */
function traceSampler(network: Network, isAveraged: boolean): ForwardProgram {
  const batchSize = SAMPLER_BATCH_SIZE;
  const shapes = Object.fromEntries([
    ...networkVariables(network).map(({ name, shape }) => [name, shape] as const),
    ...(isAveraged ? averageVariables(network) : []).map(
      ({ name, shape }) => [name, shape] as const,
    ),
    ["latents", [batchSize, ...network.inputShape]] as const,
  ]);
  const pass = {
    network,
    label: "sampler",
    mode: "inference",
    batchSize,
    movesStatistics: false,
  } as const;
  const program = trace(shapes, (inputs, { tf }): Record<string, Tensor> => {
    const latents = readInput(inputs, "latents");
    const weights = isAveraged ? averagedInputs(network, inputs) : inputs;
    return { samples: applyNetwork(pass, latents, { tf, inputs: weights, moved: new Map() }) };
  });
  return { program: dropUnreadInputs(optimise(program)), batchSize };
}

/** A program without the inputs it does not read, so that an executor feeds it no variable in vain. */
function dropUnreadInputs(program: Program): Program {
  const read = new Set([
    ...program.operations.flatMap(({ inputs }) => inputs),
    ...program.outputs.map(({ value }) => value),
  ]);
  const inputs = program.inputs.filter(({ value }) => read.has(value));
  // Any rebuilding pass numbers the values anew.
  return removeDeadCode({ ...program, inputs });
}

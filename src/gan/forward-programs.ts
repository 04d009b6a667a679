/** Networks as they are used after training: with moving statistics. Importing this file loads tfjs-core. */
import { optimise } from "../program/optimise.ts";
import { removeDeadCode } from "../program/passes/dead-code.ts";
import type { Program } from "../program/program.ts";
import type { Tensor, TensorLibrary } from "../program/tensor-library.ts";
import { trace } from "../program/trace.ts";
import { averagedInputs, averageVariables } from "./generator-average.ts";
import { networkVariables } from "./network.ts";
import type { Network } from "./network.ts";
import { applyNetwork, readInput } from "./pass.ts";
import type { Pass } from "./pass.ts";
import type { ForwardProgram } from "./step-plan.ts";

export interface GeneratorOptions {
  /** Whether samples are made with averaged weights. */
  readonly isAveraged: boolean;
  readonly batchSize: number;
}

/**
 * G: `latents` [batchSize, latentSize] → `samples` [batchSize, …sampleShape]. Where G joins labels, each latent vector is
 * followed by its label's one-hot vector, so that whoever feeds a sampler needs one array.
 */
export function traceSampler(network: Network, options: GeneratorOptions): ForwardProgram {
  const { inputShape, labelMap } = network;
  const [latentSize = 0] = inputShape;
  const width = latentSize + (labelMap?.classes ?? 0);
  const inputs = { latents: [options.batchSize, width] };
  return traceWithWeights(network, options, inputs, (tf, given) =>
    splitLabels(tf, readInput(given, "latents"), latentSize),
  );
}

/** The same with an input of its own for one-hot `labels` [batchSize, classes]; none where G joins none. */
export function traceGenerator(network: Network, options: GeneratorOptions): ForwardProgram {
  const { batchSize } = options;
  const inputs = { latents: [batchSize, ...network.inputShape], ...labelShape(network, batchSize) };
  return traceWithWeights(network, options, inputs, (_, given) => ({
    x: readInput(given, "latents"),
    labels: given[LABELS],
  }));
}

function traceWithWeights(
  network: Network,
  { isAveraged, batchSize }: GeneratorOptions,
  inputShapes: Readonly<Record<string, readonly number[]>>,
  read: (tf: TensorLibrary, inputs: Tensors) => Given,
): ForwardProgram {
  const averages = isAveraged ? averageVariables(network) : [];
  const shapes = {
    ...variableShapes(network),
    ...Object.fromEntries(averages.map(({ name, shape }) => [name, shape] as const)),
    ...inputShapes,
  };
  const pass = forwardPass(network, "sampler", batchSize);
  const program = trace(shapes, (inputs, { tf }) => {
    const weights = isAveraged ? averagedInputs(network, inputs) : inputs;
    return { samples: apply(pass, read(tf, inputs), { tf, inputs: weights }) };
  });
  return { program: dropUnreadInputs(optimise(program)), batchSize };
}

/** D's network: `samples` [batchSize, …sampleShape], and `labels` [batchSize, classes] where it joins them → `scores`. */
export function traceScorer(network: Network, batchSize: number): ForwardProgram {
  const shapes = {
    ...variableShapes(network),
    ...labelShape(network, batchSize),
    samples: [batchSize, ...network.inputShape],
  };
  const pass = forwardPass(network, "scorer", batchSize);
  const program = trace(shapes, (inputs: Tensors, { tf }) => {
    const given = { x: readInput(inputs, "samples"), labels: inputs[LABELS] };
    return { scores: apply(pass, given, { tf, inputs }) };
  });
  return { program: dropUnreadInputs(optimise(program)), batchSize };
}

const LABELS = "labels";

type Tensors = Readonly<Record<string, Tensor>>;

const labelShape = (
  { labelMap }: Network,
  batchSize: number,
): Readonly<Record<string, readonly number[]>> =>
  labelMap === null ? {} : { [LABELS]: [batchSize, labelMap.classes] };

function forwardPass(network: Network, label: string, batchSize: number): Pass {
  const labels = [{ name: LABELS, of: "fakes", rows: batchSize }] as const;
  return { network, label, mode: "inference", batchSize, labels, movesStatistics: false };
}

interface Given {
  readonly x: Tensor;
  readonly labels: Tensor | undefined;
}

/** [batch, latentSize + classes] → both parts; no labels where there are no classes. */
function splitLabels(tf: TensorLibrary, both: Tensor, latentSize: number): Given {
  const [batch = 0, width = 0] = both.shape;
  if (width === latentSize) return { x: both, labels: undefined };
  const x = tf.slice(both, [0, 0], [batch, latentSize]);
  return { x, labels: tf.slice(both, [0, latentSize], [batch, width - latentSize]) };
}

function apply(
  pass: Pass,
  { x, labels }: Given,
  { tf, inputs }: { readonly tf: TensorLibrary; readonly inputs: Tensors },
): Tensor {
  const all = labels === undefined ? inputs : { ...inputs, [LABELS]: labels };
  return applyNetwork(pass, x, { tf, inputs: all, moved: new Map() });
}

const variableShapes = (network: Network): Record<string, readonly number[]> =>
  Object.fromEntries(networkVariables(network).map(({ name, shape }) => [name, shape] as const));

/** A program without the inputs it does not read, so that an executor feeds it no variable in vain. */
export function dropUnreadInputs(program: Program): Program {
  const read = new Set([
    ...program.operations.flatMap(({ inputs }) => inputs),
    ...program.outputs.map(({ value }) => value),
  ]);
  const inputs = program.inputs.filter(({ value }) => read.has(value));
  // Any rebuilding pass numbers the values anew.
  return removeDeadCode({ ...program, inputs });
}

/** One run of samples through a network, as part of a program. */
import type { Tensor, TensorLibrary } from "../program/tensor-library.ts";
import { LABEL_MAP } from "./label-map.ts";
import type { LayerMode } from "./layers/layer.ts";
import { applySequence, sequenceMasks } from "./layers/sequence.ts";
import type { Network } from "./network.ts";
import type { StepInput } from "./step-plan.ts";

export interface Pass {
  readonly network: Network;
  /** Tells the passes of one network in one program apart: it is part of the names of its masks. */
  readonly label: string;
  readonly mode: LayerMode;
  readonly batchSize: number;
  /** The samples' labels, in the order of the samples; empty where the networks join none. */
  readonly labels?: readonly PassLabels[];
  /** Whether the pass moves its network's statistics (in training mode). */
  readonly movesStatistics: boolean;
}

/** Labels of some of a pass's samples: an input of its program. */
export interface PassLabels {
  readonly name: string;
  readonly of: "real" | "fakes";
  /** How many samples they are of. */
  readonly rows: number;
}

/** The tensors of the program that holds the pass. */
export interface PassTensors {
  readonly tf: TensorLibrary;
  /** Inputs of the program by name. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** Next values of statistics, by variable name: a second pass of a network goes on from the first one's. */
  readonly moved: Map<string, Tensor>;
}

/** The labels and masks a pass needs, as inputs of its program. */
export function passInputs(pass: Pass): StepInput[] {
  const labels = labelInputs(pass);
  if (pass.mode === "inference") return labels;
  const masks = sequenceMasks(pass.network.layers).map(({ name, shape, rate, packed = 1 }) => ({
    name: maskName(pass, name),
    shape: [pass.batchSize / packed, ...shape],
    source: { kind: "dropout", rate } as const,
  }));
  return [...labels, ...masks];
}

function labelInputs({ network: { labelMap }, labels = [] }: Pass): StepInput[] {
  if (labelMap === null) return [];
  return labels.map(({ name, of, rows }) => ({
    name,
    shape: [rows, labelMap.classes],
    source: { kind: "labels", of },
  }));
}

/** Applies the network. x is [batchSize, …inputShape]; the result [batchSize, …outputShape]. */
export function applyNetwork(pass: Pass, x: Tensor, { tf, inputs, moved }: PassTensors): Tensor {
  const { network, mode, movesStatistics } = pass;
  const nameOf = (variable: string): string => `${network.name}/${variable}`;
  const variable = (name: string): Tensor =>
    moved.get(nameOf(name)) ?? readInput(inputs, nameOf(name));
  return applySequence(tf, network.layers, x, {
    mode,
    variable,
    moveStatistic: (name, next) => {
      if (movesStatistics) moved.set(nameOf(name), next);
    },
    mask: (name) => readInput(inputs, maskName(pass, name)),
    ...(network.labelMap !== null && {
      mappedLabels: lazily(() => tf.matMul(readLabels(pass, tf, inputs), variable(LABEL_MAP))),
    }),
  });
}

/** One-hot rows of all the pass's samples, [batchSize, classes]. */
function readLabels(
  { labels = [], label }: Pass,
  tf: TensorLibrary,
  inputs: PassTensors["inputs"],
): Tensor {
  const [first, ...rest] = labels.map(({ name }) => readInput(inputs, name));
  if (first === undefined) throw new Error(`Expected labels for the pass ${label}`);
  return rest.length === 0 ? first : tf.concat([first, ...rest], 0);
}

/** Made when it is first asked for, and once. */
function lazily(make: () => Tensor): () => Tensor {
  let made: Tensor | undefined;
  return () => (made ??= make());
}

/** An input of the program. */
export function readInput(inputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`Expected an input \`${name}\` in the program`);
  return tensor;
}

const maskName = ({ network, label }: Pass, mask: string): string =>
  `dropout/${network.name}/${mask}/${label}`;

/** One run of samples through a network, as part of a program. */
import type { Tensor, TensorLibrary } from "../program/tensor-library.ts";
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
  /** Whether the pass moves its network's statistics (in training mode). */
  readonly movesStatistics: boolean;
}

/** The tensors of the program that holds the pass. */
export interface PassTensors {
  readonly tf: TensorLibrary;
  /** Inputs of the program by name. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** Next values of statistics, by variable name: a second pass of a network goes on from the first one's. */
  readonly moved: Map<string, Tensor>;
}

/** The masks a pass needs, as inputs of its program. */
export function passInputs(pass: Pass): StepInput[] {
  if (pass.mode === "inference") return [];
  return sequenceMasks(pass.network.layers).map(({ name, shape, rate }) => ({
    name: maskName(pass, name),
    shape: [pass.batchSize, ...shape],
    source: { kind: "dropout", rate },
  }));
}

/** Applies the network. x is [batchSize, …inputShape]; the result [batchSize, …outputShape]. */
export function applyNetwork(pass: Pass, x: Tensor, { tf, inputs, moved }: PassTensors): Tensor {
  const { network, mode, movesStatistics } = pass;
  const nameOf = (variable: string): string => `${network.name}/${variable}`;
  return applySequence(tf, network.layers, x, {
    mode,
    variable: (name) => moved.get(nameOf(name)) ?? readInput(inputs, nameOf(name)),
    moveStatistic: (name, next) => {
      if (movesStatistics) moved.set(nameOf(name), next);
    },
    mask: (name) => readInput(inputs, maskName(pass, name)),
  });
}

/** An input of the program. */
export function readInput(inputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`Expected an input \`${name}\` in the program`);
  return tensor;
}

const maskName = ({ network, label }: Pass, mask: string): string =>
  `dropout/${network.name}/${mask}/${label}`;

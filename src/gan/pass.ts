/** One run of samples through a network, as part of a program. */
import { LabError } from "../shared/errors.ts";
import type { Tensor, TensorLibrary } from "../program/tensor-library.ts";
import type { LayerMode } from "./layers/layer.ts";
import type { Network, NetworkLayer } from "./network.ts";
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
  return pass.network.layers.flatMap((layer) =>
    (layer.module.masks?.(layer.spec, layer.inputShape) ?? []).map(({ name, shape, rate }) => ({
      name: maskName(pass, layer, name),
      shape: [pass.batchSize, ...shape],
      source: { kind: "dropout", rate },
    })),
  );
}

/** Applies the layers. x is [batchSize, …inputShape]; the result [batchSize, …outputShape]. */
export function applyNetwork(pass: Pass, x: Tensor, tensors: PassTensors): Tensor {
  return pass.network.layers.reduce((input, layer) => applyLayer(pass, layer, input, tensors), x);
}

function applyLayer(pass: Pass, layer: NetworkLayer, x: Tensor, tensors: PassTensors): Tensor {
  const { tf, inputs, moved } = tensors;
  const nameOf = (variable: string): string => `${pass.network.name}/${layer.name}/${variable}`;
  const read = (name: string): Tensor => {
    const tensor = inputs[name];
    if (tensor === undefined) throw new Error(`Expected an input \`${name}\` in the program`);
    return tensor;
  };
  const y = layer.module.apply(tf, layer.spec, x, {
    mode: pass.mode,
    variable: (variable) => moved.get(nameOf(variable)) ?? read(nameOf(variable)),
    moveStatistic: (variable, next) => {
      if (pass.movesStatistics) moved.set(nameOf(variable), next);
    },
    mask: (mask) => read(maskName(pass, layer, mask)),
  });
  const expected = [pass.batchSize, ...layer.outputShape];
  if (y.shape.join() !== expected.join()) {
    throw new LabError(
      "ENGINE",
      `Expected layer ${pass.network.name}/${layer.name} to give [${expected.join(", ")}], as its shape rule says, got [${y.shape.join(", ")}]`,
    );
  }
  return y;
}

const maskName = ({ network, label }: Pass, layer: NetworkLayer, mask: string): string =>
  `dropout/${network.name}/${layer.name}/${mask}/${label}`;

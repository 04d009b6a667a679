/**
 * An exponential moving average of G's weights, for sampling: average ← decay·average + (1 − decay)·weight.
 *
 * The averages are statistics of G, moved by each phase that updates it, with the weights that the phase starts from: they
 * lag one update behind. They start at the weights' first values. Batch normalisation's moving statistics are averages
 * already and are sampled with as they are.
 *
 * Source: Yazıcı et al., arXiv:1806.04498.
 */
import type { Tensor, TensorLibrary } from "../program/tensor-library.ts";
import { networkVariables } from "./network.ts";
import type { Network } from "./network.ts";
import { readInput } from "./pass.ts";
import type { VariableDeclaration } from "./step-plan.ts";

type Tensors = Readonly<Record<string, Tensor>>;

/** `generator/average/<layer>/<variable>` for every trainable variable of G. */
export function averageVariables(network: Network): VariableDeclaration[] {
  return trainable(network).map((variable) => ({
    ...variable,
    name: averageName(variable),
    role: "statistic",
    initializedAs: variable.name,
    gradientIsZero: false,
  }));
}

/** `next/…` of every average. */
export function moveAverages(
  tf: TensorLibrary,
  network: Network,
  { decay, inputs }: { readonly decay: number; readonly inputs: Tensors },
): Record<string, Tensor> {
  return Object.fromEntries(
    trainable(network).map((variable) => {
      const name = averageName(variable);
      const kept = tf.mul(readInput(inputs, name), decay);
      const added = tf.mul(readInput(inputs, variable.name), 1 - decay);
      return [`next/${name}`, tf.add(kept, added)];
    }),
  );
}

/** The inputs of a program as a pass that samples reads them: averages in the weights' places. */
export function averagedInputs(network: Network, inputs: Tensors): Tensors {
  const averages = trainable(network).map(
    (variable) => [variable.name, readInput(inputs, averageName(variable))] as const,
  );
  return { ...inputs, ...Object.fromEntries(averages) };
}

const trainable = (network: Network): VariableDeclaration[] =>
  networkVariables(network).filter(({ role }) => role === "trainable");

const averageName = ({ name, network }: VariableDeclaration): string =>
  name.replace(`${network}/`, `${network}/average/`);

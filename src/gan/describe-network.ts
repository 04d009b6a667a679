/** A network in numbers: shapes and parameter counts, layer by layer. Loads no tensor library. */
import type { NetworkSpec } from "../config/spec.ts";
import { sizeOf } from "../program/program.ts";
import { buildNetwork, labelMapVariables } from "./network.ts";
import type { LayerVariable, SampleShape } from "./layers/layer.ts";
import type { NetworkName } from "./step-plan.ts";

export interface ParameterCount {
  /** Numbers the optimizer changes. */
  readonly trainable: number;
  /** Moving means and variances. */
  readonly statistic: number;
}

export interface LayerDescription {
  /** `<index>-<kind>`; `label-map` for what a conditional network has before its layers. */
  readonly name: string;
  readonly kind: string;
  readonly outputShape: SampleShape;
  readonly parameters: ParameterCount;
}

export interface NetworkDescription {
  readonly inputShape: SampleShape;
  readonly outputShape: SampleShape;
  readonly layers: readonly LayerDescription[];
  readonly parameters: ParameterCount;
  /** trainable + statistic. */
  readonly total: number;
}

/**
 * `inputShape` is of one sample: [latentSize] or the data's; `classes` counts the data's labels.
 *
 * @throws LayerShapeError where layers do not fit.
 */
export function describeNetwork(
  network: NetworkSpec,
  name: NetworkName,
  inputShape: SampleShape,
  classes = 0,
): NetworkDescription {
  const { layers, outputShape, labelMap } = buildNetwork(name, network, inputShape, classes);
  const mapVariables = labelMapVariables(labelMap);
  const parameters = countParameters([
    ...mapVariables,
    ...layers.flatMap(({ variables }) => variables),
  ]);
  const map: LayerDescription[] = mapVariables.map((variable) => ({
    name: "label-map",
    kind: "label-map",
    outputShape: variable.shape.slice(1),
    parameters: countParameters([variable]),
  }));
  return {
    inputShape,
    outputShape,
    layers: [
      ...map,
      ...layers.map((layer) => ({
        name: layer.name,
        kind: layer.module.kind,
        outputShape: layer.outputShape,
        parameters: countParameters(layer.variables),
      })),
    ],
    parameters,
    total: parameters.trainable + parameters.statistic,
  };
}

function countParameters(variables: readonly LayerVariable[]): ParameterCount {
  const count = (wanted: LayerVariable["role"]): number =>
    variables
      .filter(({ role }) => role === wanted)
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return { trainable: count("trainable"), statistic: count("statistic") };
}

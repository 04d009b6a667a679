/** A network laid out: every layer with its name, shapes and variables. Nothing is computed yet. */
import type { NetworkSpec } from "../config/spec.ts";
import { LABEL_MAP, labelMapOf } from "./label-map.ts";
import type { LabelMap } from "./label-map.ts";
import type { LayerVariable, SampleShape } from "./layers/layer.ts";
import { layerModule } from "./layers/registry.ts";
import { outputShapeOf, placeLayers, sequenceVariables } from "./layers/sequence.ts";
import type { PlacedLayer } from "./layers/sequence.ts";
import type { NetworkName, VariableDeclaration } from "./step-plan.ts";

export interface Network {
  readonly name: NetworkName;
  readonly inputShape: SampleShape;
  readonly outputShape: SampleShape;
  readonly layers: readonly PlacedLayer[];
  /** Where the network joins labels. */
  readonly labelMap: LabelMap | null;
}

/**
 * Shapes are of one sample, without the batch; `classes` counts the data's labels.
 *
 * @throws LayerShapeError where a layer cannot take its input.
 */
export function buildNetwork(
  name: NetworkName,
  spec: NetworkSpec,
  inputShape: SampleShape,
  classes = 0,
): Network {
  const labelMap = labelMapOf(spec, classes);
  const layers = placeLayers(spec.layers, inputShape, layerModule);
  return { name, inputShape, outputShape: outputShapeOf(layers, inputShape), layers, labelMap };
}

/** The label map's variable, in a list of none or one. */
export function labelMapVariables(labelMap: LabelMap | null): LayerVariable[] {
  if (labelMap === null) return [];
  const { classes, size, initializer } = labelMap;
  return [{ name: LABEL_MAP, shape: [classes, size], role: "trainable", initializer }];
}

/** All variables of a network: its label map's, then in the order of its layers, `<network>/<layer>/<variable>`. */
export function networkVariables({
  name: network,
  layers,
  labelMap,
}: Network): VariableDeclaration[] {
  return [...labelMapVariables(labelMap), ...sequenceVariables(layers)].map((variable) => ({
    ...variable,
    name: `${network}/${variable.name}`,
    network,
    gradientIsZero: variable.gradientIsZero ?? false,
  }));
}

/** Whether one sample's output depends on the others of its batch in training mode. */
export function couplesSamples({ layers }: Network): boolean {
  return layers.some(({ module, spec }) => module.couplesSamples?.(spec) ?? false);
}

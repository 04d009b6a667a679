/** A network laid out: every layer with its name, shapes and variables. Nothing is computed yet. */
import type { NetworkSpec } from "../config/spec.ts";
import type { SampleShape } from "./layers/layer.ts";
import { layerModule } from "./layers/registry.ts";
import { outputShapeOf, placeLayers, sequenceVariables } from "./layers/sequence.ts";
import type { PlacedLayer } from "./layers/sequence.ts";
import type { NetworkName, VariableDeclaration } from "./step-plan.ts";

export interface Network {
  readonly name: NetworkName;
  readonly inputShape: SampleShape;
  readonly outputShape: SampleShape;
  readonly layers: readonly PlacedLayer[];
}

/** Shapes are of one sample, without the batch. @throws LayerShapeError where a layer cannot take its input. */
export function buildNetwork(
  name: NetworkName,
  spec: NetworkSpec,
  inputShape: SampleShape,
): Network {
  const layers = placeLayers(spec.layers, inputShape, layerModule);
  return { name, inputShape, outputShape: outputShapeOf(layers, inputShape), layers };
}

/** All variables of a network, in the order of its layers: `<network>/<layer>/<variable>`. */
export function networkVariables({ name: network, layers }: Network): VariableDeclaration[] {
  return sequenceVariables(layers).map((variable) => ({
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

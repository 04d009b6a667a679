/** A network laid out: every layer with its name, shapes and variables. Nothing is computed yet. */
import type { LayerSpec, NetworkSpec } from "../config/spec.ts";
import type { LayerModule, SampleShape } from "./layers/layer.ts";
import { layerModule } from "./layers/registry.ts";
import type { NetworkName, VariableDeclaration } from "./step-plan.ts";

export interface NetworkLayer {
  /** `<index>-<kind>`: `0-dense`. */
  readonly name: string;
  readonly spec: LayerSpec;
  readonly module: LayerModule;
  readonly inputShape: SampleShape;
  readonly outputShape: SampleShape;
  readonly variables: readonly VariableDeclaration[];
}

export interface Network {
  readonly name: NetworkName;
  readonly inputShape: SampleShape;
  readonly outputShape: SampleShape;
  readonly layers: readonly NetworkLayer[];
}

/** Shapes are of one sample, without the batch. @throws LayerShapeError where a layer cannot take its input. */
export function buildNetwork(
  name: NetworkName,
  { layers: specs }: NetworkSpec,
  inputShape: SampleShape,
): Network {
  const layers: NetworkLayer[] = [];
  for (const [index, spec] of specs.entries()) {
    const input = layers.at(-1)?.outputShape ?? inputShape;
    layers.push(buildLayer(name, { specs, spec, index }, input));
  }
  return { name, inputShape, outputShape: layers.at(-1)?.outputShape ?? inputShape, layers };
}

/** All variables of a network, in the order of its layers. */
export function networkVariables({ layers }: Network): readonly VariableDeclaration[] {
  return layers.flatMap(({ variables }) => variables);
}

/** Whether one sample's output depends on the others of its batch in training mode. */
export function couplesSamples({ layers }: Network): boolean {
  return layers.some(({ module }) => module.couplesSamples === true);
}

interface LayerPlace {
  readonly specs: readonly LayerSpec[];
  readonly spec: LayerSpec;
  readonly index: number;
}

export function buildLayer(
  network: NetworkName,
  { specs, spec, index }: LayerPlace,
  inputShape: SampleShape,
): NetworkLayer {
  const module = layerModule(spec);
  const name = `${index}-${module.kind}`;
  const outputShape = module.outputShape(spec, inputShape);
  const next = specs[index + 1];
  const shiftIsRemoved = next !== undefined && layerModule(next).removesShift === true;
  const variables = (module.variables?.(spec, inputShape) ?? []).map((variable) => ({
    ...variable,
    name: `${network}/${name}/${variable.name}`,
    network,
    gradientIsZero: variable.name === "bias" && shiftIsRemoved,
  }));
  return { name, spec, module, inputShape, outputShape, variables };
}

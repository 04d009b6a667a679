/** Layers one after another: a whole network, or what a layer that holds other layers holds. */
import type { LayerSpec } from "../../config/spec.ts";
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";
import { LayerShapeError, printShape } from "./layer.ts";
import type {
  LayerContext,
  LayerMask,
  LayerModule,
  LayerVariable,
  ModuleOf,
  SampleShape,
} from "./layer.ts";

/** A layer in its place. */
export interface PlacedLayer {
  /** `<index>-<kind>`: `0-dense`. */
  readonly name: string;
  readonly spec: LayerSpec;
  readonly module: LayerModule;
  readonly inputShape: SampleShape;
  readonly outputShape: SampleShape;
  /** By names within the layer. */
  readonly variables: readonly LayerVariable[];
}

/** @throws LayerShapeError with the failing layer's place. */
export function placeLayers(
  specs: readonly LayerSpec[],
  input: SampleShape,
  moduleOf: ModuleOf,
): readonly PlacedLayer[] {
  let shape = input;
  return specs.map((spec, index) => {
    const module = moduleOf(spec);
    const inputShape = shape;
    shape = outputShapeAt(module, spec, { index, input: shape });
    const next = specs[index + 1];
    const shiftIsRemoved = next !== undefined && moduleOf(next).removesShift === true;
    const variables = (module.variables?.(spec, inputShape) ?? []).map((variable) =>
      variable.name === "bias" && shiftIsRemoved ? { gradientIsZero: true, ...variable } : variable,
    );
    const name = `${index}-${module.kind}`;
    return { name, spec, module, inputShape, outputShape: shape, variables };
  });
}

/** Runs `place` on the layers that a layer holds under `key`; errors say so. */
export function placeInner<Placed>(key: string, place: () => Placed): Placed {
  try {
    return place();
  } catch (error) {
    if (!(error instanceof LayerShapeError)) throw error;
    const inner = [key, ...error.place];
    throw new LayerShapeError(error.message, error.hint, { place: inner, cause: error });
  }
}

/** What a sequence of layers gives for an input shape. */
export const outputShapeOf = (layers: readonly PlacedLayer[], input: SampleShape): SampleShape =>
  layers.at(-1)?.outputShape ?? input;

/** The variables of all layers, each named `<layer>/<variable>`. */
export function sequenceVariables(layers: readonly PlacedLayer[]): LayerVariable[] {
  return layers.flatMap(({ name: layer, variables }) =>
    variables.map((variable) => ({ ...variable, name: `${layer}/${variable.name}` })),
  );
}

/** The masks of all layers, each named `<layer>/<mask>`; `packed`: samples in a row of what comes to the first one. */
export function sequenceMasks(layers: readonly PlacedLayer[], packed = 1): LayerMask[] {
  let before = packed;
  return layers.flatMap(({ name: layer, module, spec, inputShape }) => {
    const masks = (module.masks?.(spec, inputShape) ?? []).map((mask) => ({
      ...mask,
      name: `${layer}/${mask.name}`,
      packed: before * (mask.packed ?? 1),
    }));
    before *= module.packs?.(spec) ?? 1;
    return masks;
  });
}

/** How many samples the layers together make into one. */
export const packedBy = (specs: readonly LayerSpec[], moduleOf: ModuleOf): number =>
  specs.reduce((product, spec) => product * (moduleOf(spec).packs?.(spec) ?? 1), 1);

/** Applies the layers in turn; `context` knows their variables and masks by the names above. */
export function applySequence(
  tf: TensorLibrary,
  layers: readonly PlacedLayer[],
  x: Tensor,
  context: LayerContext,
): Tensor {
  return layers.reduce((input, { name, module, spec, outputShape }) => {
    const y = module.apply(tf, spec, input, innerContext(context, name));
    if (y.shape.slice(1).join() !== outputShape.join()) {
      throw new Error(
        `Expected layer ${name} to give ${printShape(outputShape)} for each sample, as its shape rule says, got ${printShape(y.shape.slice(1))}`,
      );
    }
    return y;
  }, x);
}

/** The context of a layer within the layer or network that `context` is of. */
export function innerContext(context: LayerContext, layer: string): LayerContext {
  return {
    mode: context.mode,
    variable: (name) => context.variable(`${layer}/${name}`),
    moveStatistic: (name, next) => {
      context.moveStatistic(`${layer}/${name}`, next);
    },
    mask: (name) => context.mask(`${layer}/${name}`),
    ...(context.mappedLabels === undefined ? {} : { mappedLabels: context.mappedLabels }),
  };
}

function outputShapeAt(
  module: LayerModule,
  spec: LayerSpec,
  { index, input }: { readonly index: number; readonly input: SampleShape },
): SampleShape {
  try {
    return module.outputShape(spec, input);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Layers of extensions may throw any error.
    const known = error instanceof LayerShapeError ? error : undefined;
    const place = [index, ...(known?.place ?? [])];
    throw new LayerShapeError(error.message, known?.hint, { place, cause: error });
  }
}

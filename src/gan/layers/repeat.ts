/** The same list of layers `times` times over, each time with weights of its own. */
import type { LayerModule, LayerSpecOf, ModuleOf, SampleShape } from "./layer.ts";
import {
  applySequence,
  innerContext,
  outputShapeOf,
  packedBy,
  placeInner,
  placeLayers,
  sequenceMasks,
  sequenceVariables,
} from "./sequence.ts";
import type { PlacedLayer } from "./sequence.ts";

type Spec = LayerSpecOf<"repeat">;

/** One round of the layers. */
interface Round {
  readonly name: string;
  readonly layers: readonly PlacedLayer[];
}

export function createRepeat(moduleOf: ModuleOf): LayerModule<Spec> {
  const place = ({ times, layers: specs }: Spec, input: SampleShape): readonly Round[] => {
    let shape = input;
    return Array.from({ length: times }, (_, round) => {
      const layers = placeInner("layers", () => placeLayers(specs, shape, moduleOf));
      shape = outputShapeOf(layers, shape);
      return { name: String(round), layers };
    });
  };
  return {
    kind: "repeat",
    outputShape: (spec, input) =>
      place(spec, input).reduce((shape, { layers }) => outputShapeOf(layers, shape), input),
    variables: (spec, input) =>
      place(spec, input).flatMap(({ name, layers }) => inRound(name, sequenceVariables(layers))),
    masks: (spec, input) => {
      const packed = packedBy(spec.layers, moduleOf);
      return place(spec, input).flatMap(({ name, layers }, round) =>
        inRound(name, sequenceMasks(layers, packed ** round)),
      );
    },
    apply: (tf, spec, x, context) =>
      place(spec, x.shape.slice(1)).reduce(
        (y, { name, layers }) => applySequence(tf, layers, y, innerContext(context, name)),
        x,
      ),
    couplesSamples: ({ layers }) =>
      layers.some((layer) => moduleOf(layer).couplesSamples?.(layer) ?? false),
    packs: ({ times, layers }) => packedBy(layers, moduleOf) ** times,
  };
}

const inRound = <Named extends { readonly name: string }>(
  round: string,
  named: readonly Named[],
): Named[] => named.map((one) => ({ ...one, name: `${round}/${one.name}` }));

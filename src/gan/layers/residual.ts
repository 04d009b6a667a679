/**
 * shortcut(x) + scale·layers(x), both branches sequences of layers of equal output shape; an empty shortcut is x itself.
 *
 * Source: He et al., arXiv:1512.03385.
 */
import { LayerShapeError, printShape } from "./layer.ts";
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

type Spec = LayerSpecOf<"residual">;
const BRANCHES = ["layers", "shortcut"] as const;
type Branch = (typeof BRANCHES)[number];

export function createResidual(moduleOf: ModuleOf): LayerModule<Spec> {
  const place = (spec: Spec, branch: Branch, input: SampleShape): readonly PlacedLayer[] =>
    placeInner(branch, () => placeLayers(spec[branch], input, moduleOf));
  return {
    kind: "residual",
    outputShape: (spec, input) => {
      const [main = input, shortcut = input] = BRANCHES.map((branch) =>
        outputShapeOf(place(spec, branch, input), input),
      );
      const [packed = 1, beside = 1] = BRANCHES.map((branch) => packedBy(spec[branch], moduleOf));
      if (packed !== beside)
        throw new LayerShapeError(
          `Expected both branches to pack as many samples into one, got ${packed} in layers and ${beside} in shortcut`,
          "pack samples before the residual layer",
        );
      if (main.join() === shortcut.join()) return main;
      throw new LayerShapeError(
        `Expected both branches to have one output shape, got ${printShape(main)} from layers and ${printShape(shortcut)} from shortcut`,
        "a shortcut can be { kind: conv2d, kernel: 1, … } with the same filters and stride",
      );
    },
    variables: (spec, input) =>
      BRANCHES.flatMap((branch) => inBranch(branch, sequenceVariables(place(spec, branch, input)))),
    masks: (spec, input) =>
      BRANCHES.flatMap((branch) => inBranch(branch, sequenceMasks(place(spec, branch, input)))),
    apply: (tf, spec, x, context) => {
      const [main, shortcut] = BRANCHES.map((branch) => {
        const layers = place(spec, branch, x.shape.slice(1));
        return applySequence(tf, layers, x, innerContext(context, branch));
      });
      if (main === undefined || shortcut === undefined) throw new Error("Expected two branches");
      return tf.add(shortcut, spec.scale === 1 ? main : tf.mul(main, spec.scale));
    },
    couplesSamples: (spec) =>
      BRANCHES.some((branch) =>
        spec[branch].some((layer) => moduleOf(layer).couplesSamples?.(layer) ?? false),
      ),
    packs: ({ layers }) => packedBy(layers, moduleOf),
  };
}

const inBranch = <Named extends { readonly name: string }>(
  branch: Branch,
  named: readonly Named[],
): Named[] => named.map((one) => ({ ...one, name: `${branch}/${one.name}` }));

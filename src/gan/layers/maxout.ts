/**
 * The maxout unit: the greatest of `pieces` linear functions of the input, each with weights of its own, over the last
 * dimension. Piece j of unit i is column i·pieces + j of the kernel.
 *
 * Source: Goodfellow et al., arXiv:1302.4389, eq. 1 (there k for pieces).
 */
import { dense } from "./dense.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

type Spec = LayerSpecOf<"maxout">;

export const maxout: LayerModule<Spec> = {
  kind: "maxout",
  outputShape: (spec, input) => [
    ...dense.outputShape(linear(spec), input).slice(0, -1),
    spec.units,
  ],
  // A shift of one piece is not one of the greatest: its gradient is not zero before a normalisation.
  variables: (spec, input) =>
    (dense.variables?.(linear(spec), input) ?? []).map((variable) => ({
      ...variable,
      gradientIsZero: false,
    })),
  apply: (tf, spec, x, context) => {
    const all = dense.apply(tf, linear(spec), x, context);
    const pieces = tf.reshape(all, [...x.shape.slice(0, -1), spec.units, spec.pieces]);
    return tf.max(pieces, x.rank);
  },
};

/** The linear functions of all units. */
const linear = ({ pieces, units, ...rest }: Spec): LayerSpecOf<"dense"> => ({
  ...rest,
  kind: "dense",
  units: units * pieces,
});

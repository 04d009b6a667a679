/**
 * The gated multiplicative unit: sigmoid(a)·tanh(b) of interleaved features a₀ b₀ a₁ b₁ …, half as many as come in.
 *
 * Source: Gulrajani et al., arXiv:1704.00028, appendix; van den Oord et al., arXiv:1606.05328, eq. 2.
 */
import type { Tensor } from "../../program/tensor-library.ts";
import { LayerShapeError, printShape } from "./layer.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

export const gated: LayerModule<LayerSpecOf<"gated">> = {
  kind: "gated",
  outputShape: (_, input) => {
    const features = input.at(-1) ?? 1;
    if (features % 2 === 0) return [...input.slice(0, -1), features / 2];
    throw new LayerShapeError(
      `Expected an even number of features, one gate for each, got ${printShape(input)}`,
      "give the layer before it an even number of units or filters",
    );
  },
  apply: (tf, _, x) => {
    const half = (x.shape.at(-1) ?? 2) / 2;
    const shape = [...x.shape.slice(0, -1), half];
    const pairs = tf.reshape(x, [...shape, 2]);
    const part = (index: number): Tensor => {
      const begin = [...shape.map(() => 0), index];
      return tf.reshape(tf.slice(pairs, begin, [...shape, 1]), shape);
    };
    return tf.mul(tf.sigmoid(part(0)), tf.tanh(part(1)));
  },
};

/**
 * scale · x where x > 0, else scale · alpha · (exp(x) − 1). The gradient at 0 is scale · alpha.
 * Source: Klambauer et al., Self-Normalizing Neural Networks, arXiv:1706.02515.
 */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

export const selu = unary({
  kind: "selu",
  kernels: { Selu: recordUnary("selu") },
  value: (x) => SCALE * (x > 0 ? x : ALPHA * Math.expm1(x)),
  gradient: ({ ops, x, dy }) => {
    const below = ops.scale(ops.exp(ops.minimum(x, ops.scalar(0))), SCALE * ALPHA);
    const positive = ops.greater(x, ops.scalar(0));
    return ops.multiply(dy, ops.select(positive, ops.scalar(SCALE), below));
  },
  onnx: (_, x) => ({
    op: "Selu",
    inputs: [x],
    attributes: { alpha: { float: ALPHA }, gamma: { float: SCALE } },
  }),
  tensorflow: (_, x) => floatNode("Selu", [x]),
  tensor: (tf, x) => tf.selu(x),
});

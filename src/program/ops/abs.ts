/** |x|. The gradient at 0 is 0. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const abs = unary({
  kind: "abs",
  kernels: { Abs: recordUnary("abs") },
  value: Math.abs,
  gradient: ({ ops, x, dy }) => ops.multiply(dy, ops.sign(x)),
  onnx: (_, x) => ({ op: "Abs", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Abs", [x]),
  tensor: (tf, x) => tf.abs(x),
});

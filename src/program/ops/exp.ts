/** Exponential. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const exp = unary({
  kind: "exp",
  kernels: { Exp: recordUnary("exp") },
  value: Math.exp,
  gradient: ({ ops, x, dy }) => ops.multiply(dy, ops.exp(x)),
  onnx: (_, x) => ({ op: "Exp", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Exp", [x]),
  tensor: (tf, x) => tf.exp(x),
});

/** Hyperbolic tangent. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const tanh = unary({
  kind: "tanh",
  kernels: { Tanh: recordUnary("tanh") },
  value: Math.tanh,
  gradient: ({ ops, x, dy }) =>
    ops.multiply(dy, ops.subtract(ops.scalar(1), ops.square(ops.tanh(x)))),
  onnx: (_, x) => ({ op: "Tanh", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Tanh", [x]),
  tensor: (tf, x) => tf.tanh(x),
});

/** 1 / x. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const reciprocal = unary({
  kind: "reciprocal",
  kernels: { Reciprocal: recordUnary("reciprocal") },
  value: (x) => 1 / x,
  gradient: ({ ops, x, dy }) => ops.negate(ops.multiply(dy, ops.square(ops.reciprocal(x)))),
  onnx: (_, x) => ({ op: "Reciprocal", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Reciprocal", [x]),
  tensor: (tf, x) => tf.reciprocal(x),
});

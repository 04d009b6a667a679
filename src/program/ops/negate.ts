/** −x. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const negate = unary({
  kind: "negate",
  kernels: { Neg: recordUnary("negate") },
  value: (x) => -x,
  gradient: ({ ops, dy }) => ops.negate(dy),
  onnx: (_, x) => ({ op: "Neg", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Neg", [x]),
  tensor: (tf, x) => tf.neg(x),
});

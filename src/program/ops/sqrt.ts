/** Square root. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const sqrt = unary({
  kind: "sqrt",
  kernels: { Sqrt: recordUnary("sqrt") },
  value: Math.sqrt,
  gradient: ({ ops, x, dy }) => ops.divide(ops.scale(dy, 0.5), ops.sqrt(x)),
  onnx: (_, x) => ({ op: "Sqrt", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Sqrt", [x]),
  tensor: (tf, x) => tf.sqrt(x),
});

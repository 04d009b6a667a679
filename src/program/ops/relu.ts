/** max(x, 0). The gradient at 0 is 0. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const relu = unary({
  kind: "relu",
  kernels: { Relu: recordUnary("relu") },
  value: (x) => Math.max(x, 0),
  gradient: ({ ops, x, dy }) => ops.multiply(dy, ops.step(x)),
  onnx: (_, x) => ({ op: "Relu", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Relu", [x]),
  tensor: (tf, x) => tf.relu(x),
});

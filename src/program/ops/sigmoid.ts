/** 1 / (1 + exp(−x)). */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const sigmoid = unary({
  kind: "sigmoid",
  kernels: { Sigmoid: recordUnary("sigmoid") },
  value: (x) => 1 / (1 + Math.exp(-x)),
  gradient: ({ ops, x, dy }) => {
    const y = ops.sigmoid(x);
    return ops.multiply(dy, ops.multiply(y, ops.subtract(ops.scalar(1), y)));
  },
  onnx: (_, x) => ({ op: "Sigmoid", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Sigmoid", [x]),
  tensor: (tf, x) => tf.sigmoid(x),
});

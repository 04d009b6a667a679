/** x². */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const square = unary({
  kind: "square",
  kernels: { Square: recordUnary("square") },
  value: (x) => x * x,
  gradient: ({ ops, x, dy }) => ops.multiply(dy, ops.scale(x, 2)),
  onnx: (_, x) => ({ op: "Mul", inputs: [x, x] }),
  tensorflow: (_, x) => floatNode("Square", [x]),
  tensor: (tf, x) => tf.square(x),
});

/** 1 / √x. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const rsqrt = unary({
  kind: "rsqrt",
  kernels: { Rsqrt: recordUnary("rsqrt") },
  value: (x) => 1 / Math.sqrt(x),
  gradient: ({ ops, x, dy }) => ops.multiply(ops.scale(dy, -0.5), ops.divide(ops.rsqrt(x), x)),
  onnx: (onnx, x) => ({ op: "Reciprocal", inputs: [onnx.node({ op: "Sqrt", inputs: [x] })] }),
  tensorflow: (_, x) => floatNode("Rsqrt", [x]),
  tensor: (tf, x) => tf.rsqrt(x),
});

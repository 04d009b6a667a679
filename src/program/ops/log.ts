/** Natural logarithm. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const log = unary({
  kind: "log",
  kernels: { Log: recordUnary("log") },
  value: Math.log,
  gradient: ({ ops, x, dy }) => ops.divide(dy, x),
  onnx: (_, x) => ({ op: "Log", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Log", [x]),
  tensor: (tf, x) => tf.log(x),
});

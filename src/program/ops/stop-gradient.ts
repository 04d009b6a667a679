/** x itself, whose gradient is not followed. tfjs has no such kernel: `tools.stopGradient` of a trace makes it. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { unary } from "../families/unary.ts";

export const stopGradient = unary({
  kind: "stop-gradient",
  kernels: {},
  value: (x) => x,
  gradient: null,
  onnx: (_, x) => ({ op: "Identity", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Identity", [x]),
  tensor: (tf, x) => tf.clone(x),
});

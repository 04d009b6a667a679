/** −1, 0 or 1. No gradient. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const sign = unary({
  kind: "sign",
  kernels: { Sign: recordUnary("sign") },
  value: Math.sign,
  gradient: null,
  onnx: (_, x) => ({ op: "Sign", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Sign", [x]),
  tensor: (tf, x) => tf.sign(x),
});

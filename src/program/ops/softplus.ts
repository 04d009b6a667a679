/** log(1 + exp(x)), without overflow. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const softplus = unary({
  kind: "softplus",
  kernels: { Softplus: recordUnary("softplus") },
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: ({ ops, x, dy }) => ops.multiply(dy, ops.sigmoid(x)),
  onnx: (_, x) => ({ op: "Softplus", inputs: [x] }),
  tensorflow: (_, x) => floatNode("Softplus", [x]),
  tensor: (tf, x) => tf.softplus(x),
});

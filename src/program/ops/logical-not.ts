/** Not x, a boolean. No gradient. */
import { recordUnary, unary } from "../families/unary.ts";

export const logicalNot = unary({
  kind: "logical-not",
  kernels: { LogicalNot: recordUnary("logical-not") },
  dtype: "bool",
  value: (x) => Number(x === 0),
  gradient: null,
  onnx: (_, x) => ({ op: "Not", inputs: [x] }),
  tensorflow: (_, x) => ({ op: "LogicalNot", inputs: [x] }),
  tensor: (tf, x) => tf.logicalNot(x),
});

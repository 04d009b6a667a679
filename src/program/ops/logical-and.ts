/** a and b, both boolean. No gradient. */
import { predicate } from "../families/binary.ts";

export const logicalAnd = predicate({
  kind: "logical-and",
  kernel: "LogicalAnd",
  onnx: "And",
  tensorflow: "LogicalAnd",
  value: (a, b) => Number(a !== 0 && b !== 0),
  tensor: (tf, a, b) => tf.logicalAnd(a, b),
});

/** a or b, both boolean. No gradient. */
import { predicate } from "../families/binary.ts";

export const logicalOr = predicate({
  kind: "logical-or",
  kernel: "LogicalOr",
  onnx: "Or",
  tensorflow: "LogicalOr",
  value: (a, b) => Number(a !== 0 || b !== 0),
  tensor: (tf, a, b) => tf.logicalOr(a, b),
});

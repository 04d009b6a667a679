/** a ≥ b. No gradient. */
import { predicate } from "../families/binary.ts";

export const greaterEqual = predicate({
  kind: "greater-equal",
  kernel: "GreaterEqual",
  onnx: "GreaterOrEqual",
  tensorflow: "GreaterEqual",
  value: (a, b) => Number(a >= b),
  tensor: (tf, a, b) => tf.greaterEqual(a, b),
});

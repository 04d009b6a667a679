/** a ≤ b. No gradient. */
import { predicate } from "../families/binary.ts";

export const lessEqual = predicate({
  kind: "less-equal",
  kernel: "LessEqual",
  onnx: "LessOrEqual",
  tensorflow: "LessEqual",
  value: (a, b) => Number(a <= b),
  tensor: (tf, a, b) => tf.lessEqual(a, b),
});

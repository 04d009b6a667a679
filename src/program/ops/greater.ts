/** a > b. No gradient. */
import { predicate } from "../families/binary.ts";

export const greater = predicate({
  kind: "greater",
  kernel: "Greater",
  onnx: "Greater",
  tensorflow: "Greater",
  value: (a, b) => Number(a > b),
  tensor: (tf, a, b) => tf.greater(a, b),
});

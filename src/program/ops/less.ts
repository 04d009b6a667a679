/** a < b. No gradient. */
import { predicate } from "../families/binary.ts";

export const less = predicate({
  kind: "less",
  kernel: "Less",
  onnx: "Less",
  tensorflow: "Less",
  value: (a, b) => Number(a < b),
  tensor: (tf, a, b) => tf.less(a, b),
});

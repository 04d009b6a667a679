/** a = b. No gradient. */
import { predicate } from "../families/binary.ts";

export const equal = predicate({
  kind: "equal",
  kernel: "Equal",
  onnx: "Equal",
  tensorflow: "Equal",
  value: (a, b) => Number(a === b),
  tensor: (tf, a, b) => tf.equal(a, b),
});

/** max(a, b). Where both are equal each gets half of the gradient, as in PyTorch. */
import { arithmetic } from "../families/binary.ts";

export const maximum = arithmetic({
  kind: "maximum",
  kernel: "Maximum",
  onnx: "Max",
  tensorflow: "Maximum",
  value: Math.max,
  gradientA: ({ ops, a, b, dy }) => ops.multiply(dy, ops.shareOfGreater(a, b)),
  gradientB: ({ ops, a, b, dy }) => ops.multiply(dy, ops.shareOfGreater(b, a)),
  tensor: (tf, a, b) => tf.maximum(a, b),
});

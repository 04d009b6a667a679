/** min(a, b). Where both are equal each gets half of the gradient, as in PyTorch. */
import { arithmetic } from "../families/binary.ts";

export const minimum = arithmetic({
  kind: "minimum",
  kernel: "Minimum",
  onnx: "Min",
  tensorflow: "Minimum",
  value: Math.min,
  gradientA: ({ ops, a, b, dy }) => ops.multiply(dy, ops.shareOfGreater(b, a)),
  gradientB: ({ ops, a, b, dy }) => ops.multiply(dy, ops.shareOfGreater(a, b)),
  tensor: (tf, a, b) => tf.minimum(a, b),
});

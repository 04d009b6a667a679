/** a − b. */
import { arithmetic } from "../families/binary.ts";

export const subtract = arithmetic({
  kind: "subtract",
  kernel: "Sub",
  onnx: "Sub",
  tensorflow: "Sub",
  value: (a, b) => a - b,
  gradientA: ({ dy }) => dy,
  gradientB: ({ ops, dy }) => ops.negate(dy),
  tensor: (tf, a, b) => tf.sub(a, b),
});

/** a · b. */
import { arithmetic } from "../families/binary.ts";

export const multiply = arithmetic({
  kind: "multiply",
  kernel: "Multiply",
  onnx: "Mul",
  tensorflow: "Mul",
  value: (a, b) => a * b,
  gradientA: ({ ops, b, dy }) => ops.multiply(dy, b),
  gradientB: ({ ops, a, dy }) => ops.multiply(dy, a),
  tensor: (tf, a, b) => tf.mul(a, b),
});

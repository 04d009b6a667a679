/** a / b. */
import { arithmetic } from "../families/binary.ts";

export const divide = arithmetic({
  kind: "divide",
  kernel: "RealDiv",
  onnx: "Div",
  tensorflow: "RealDiv",
  value: (a, b) => a / b,
  gradientA: ({ ops, b, dy }) => ops.divide(dy, b),
  gradientB: ({ ops, a, b, dy }) => ops.negate(ops.divide(ops.multiply(dy, a), ops.square(b))),
  tensor: (tf, a, b) => tf.div(a, b),
});

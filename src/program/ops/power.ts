/** a ^ b. The exponent's gradient counts a base that is not positive as 1, whose logarithm is 0. */
import { arithmetic } from "../families/binary.ts";

export const power = arithmetic({
  kind: "power",
  kernel: "Pow",
  onnx: "Pow",
  tensorflow: "Pow",
  value: (a, b) => a ** b,
  gradientA: ({ ops, a, b, dy }) =>
    ops.multiply(dy, ops.multiply(b, ops.power(a, ops.subtract(b, ops.scalar(1))))),
  gradientB: ({ ops, a, b, dy }) => {
    const positive = ops.greater(a, ops.scalar(0));
    const base = ops.select(positive, a, ops.scalar(1));
    return ops.multiply(dy, ops.multiply(ops.power(a, b), ops.log(base)));
  },
  tensor: (tf, a, b) => tf.pow(a, b),
});

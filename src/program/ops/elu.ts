/** x where x > 0, else alpha · (exp(x) − 1). The gradient at 0 is alpha. */
import { unary } from "../families/unary.ts";

type EluAttributes = { readonly alpha: number };

export const elu = unary<EluAttributes>({
  kind: "elu",
  kernels: { Elu: ({ ops, input }) => ops.elu(input("x"), 1) },
  value: (x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)),
  gradient: ({ ops, x, dy, attributes: { alpha } }) => {
    const below = ops.scale(ops.exp(ops.minimum(x, ops.scalar(0))), alpha);
    const positive = ops.greater(x, ops.scalar(0));
    return ops.multiply(dy, ops.select(positive, ops.scalar(1), below));
  },
  onnx: (_, x, { alpha }) => ({ op: "Elu", inputs: [x], attributes: { alpha: { float: alpha } } }),
  tensor: (tf, x, { alpha }) =>
    alpha === 1
      ? tf.elu(x)
      : tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(tf.minimum(x, 0)), alpha)),
});

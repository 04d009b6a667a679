/** x limited to [minimum, maximum]. The gradient is 1 inside and on the limits, else 0. */
import { unary } from "../families/unary.ts";

type ClipAttributes = { readonly minimum: number; readonly maximum: number };

export const clip = unary<ClipAttributes>({
  kind: "clip",
  kernels: {
    ClipByValue: ({ ops, input, attributes }) =>
      ops.clip(input("x"), Number(attributes["clipValueMin"]), Number(attributes["clipValueMax"])),
  },
  value: (x, { minimum, maximum }) => Math.min(Math.max(x, minimum), maximum),
  gradient: ({ ops, x, dy, attributes: { minimum, maximum } }) => {
    const inside = ops.logicalAnd(
      ops.greaterEqual(x, ops.scalar(minimum)),
      ops.lessEqual(x, ops.scalar(maximum)),
    );
    return ops.select(inside, dy, ops.scalar(0));
  },
  onnx: (onnx, x, { minimum, maximum }) => ({
    op: "Clip",
    inputs: [x, onnx.scalar(minimum), onnx.scalar(maximum)],
  }),
  tensor: (tf, x, { minimum, maximum }) => tf.clipByValue(x, minimum, maximum),
});

/** −x. */
import { recordUnary, unary } from "../families/unary.ts";

export const negate = unary({
  kind: "negate",
  kernels: { Neg: recordUnary("negate") },
  value: (x) => -x,
  gradient: ({ ops, dy }) => ops.negate(dy),
  onnx: (_, x) => ({ op: "Neg", inputs: [x] }),
  tensor: (tf, x) => tf.neg(x),
});

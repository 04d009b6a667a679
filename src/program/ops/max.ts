/** Largest element over axes. Equal largest elements share the gradient evenly, as PyTorch's amax does. */
import { reduction } from "../families/reduction.ts";

export const max = reduction({
  kind: "max",
  kernel: "Max",
  onnx: "ReduceMax",
  tensorflow: "Max",
  initial: -Infinity,
  combine: Math.max,
  finish: (largest) => largest,
  gradient: ({ ops, x, axes, dy }) => {
    const mask = ops.toFloat(ops.equal(x, ops.max(x, axes, true)));
    return ops.multiply(mask, ops.divide(dy, ops.sum(mask, axes, true)));
  },
  tensor: (tf, x, axes, keepDims) => tf.max(x, axes, keepDims),
});

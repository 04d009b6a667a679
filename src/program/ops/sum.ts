/** Sum over axes. The gradient is a broadcast, never a dense array of ones. */
import { reduction } from "../families/reduction.ts";

export const sum = reduction({
  kind: "sum",
  kernel: "Sum",
  onnx: "ReduceSum",
  tensorflow: "Sum",
  initial: 0,
  combine: (total, element) => total + element,
  finish: (total) => total,
  gradient: ({ ops, shape, dy }) => ops.broadcast(dy, shape),
  tensor: (tf, x, axes, keepDims) => tf.sum(x, axes, keepDims),
});

/** Mean over axes. The gradient is divided while it is small, then broadcast. */
import { reduction } from "../families/reduction.ts";

export const mean = reduction({
  kind: "mean",
  kernel: "Mean",
  onnx: "ReduceMean",
  tensorflow: "Mean",
  initial: 0,
  combine: (total, element) => total + element,
  finish: (total, count) => total / count,
  gradient: ({ ops, shape, count, dy }) => ops.broadcast(ops.scale(dy, 1 / count), shape),
  tensor: (tf, x, axes, keepDims) => tf.mean(x, axes, keepDims),
});

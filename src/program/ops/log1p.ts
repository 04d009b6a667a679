/**
 * log(1 + x), precise near 0. ONNX has no such operation: with u = 1 + x in float32 it is x where u = 1, else
 * log(u)·x / (u − 1). Source: Kahan; Higham, "Accuracy and Stability of Numerical Algorithms", 1.14.1.
 */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const log1p = unary({
  kind: "log1p",
  kernels: { Log1p: recordUnary("log1p") },
  value: Math.log1p,
  gradient: ({ ops, x, dy }) => ops.divide(dy, ops.add(x, ops.scalar(1))),
  onnx: (onnx, x) => {
    const one = onnx.scalar(1);
    const u = onnx.node({ op: "Add", inputs: [x, one] });
    const rounded = onnx.node({ op: "Sub", inputs: [u, one] });
    const correction = onnx.node({ op: "Div", inputs: [x, rounded] });
    const log = onnx.node({ op: "Log", inputs: [u] });
    const isOne = onnx.node({ op: "Equal", inputs: [u, one] });
    return {
      op: "Where",
      inputs: [isOne, x, onnx.node({ op: "Mul", inputs: [log, correction] })],
    };
  },
  tensorflow: (_, x) => floatNode("Log1p", [x]),
  tensor: (tf, x) => tf.log1p(x),
});

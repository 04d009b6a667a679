/** exp(x) − 1, precise near 0: ONNX has no such operation, so it is computed as 2·sinh(x/2)·exp(x/2). */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { recordUnary, unary } from "../families/unary.ts";

export const expm1 = unary({
  kind: "expm1",
  kernels: { Expm1: recordUnary("expm1") },
  value: Math.expm1,
  gradient: ({ ops, x, dy }) => ops.multiply(dy, ops.exp(x)),
  onnx: (onnx, x) => {
    const half = onnx.node({ op: "Mul", inputs: [x, onnx.scalar(0.5)] });
    const doubled = onnx.node({
      op: "Mul",
      inputs: [onnx.node({ op: "Sinh", inputs: [half] }), onnx.scalar(2)],
    });
    return { op: "Mul", inputs: [doubled, onnx.node({ op: "Exp", inputs: [half] })] };
  },
  tensorflow: (_, x) => floatNode("Expm1", [x]),
  tensor: (tf, x) => tf.expm1(x),
});

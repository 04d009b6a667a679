/** x where x > 0, else alpha · (exp(x) − 1). The gradient at 0 is alpha. */
import { floatNode } from "../families/tensorflow-nodes.ts";
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
  tensorflow: (graph, x, { alpha }) => {
    if (alpha === 1) return floatNode("Elu", [x]);
    const zero = graph.scalar(0);
    const exponential = graph.node(
      floatNode("Expm1", [graph.node(floatNode("Minimum", [x, zero]))]),
    );
    const below = graph.node(floatNode("Mul", [exponential, graph.scalar(alpha)]));
    return floatNode("SelectV2", [graph.node(floatNode("Greater", [x, zero])), x, below]);
  },
  tensor: (tf, x, { alpha }) =>
    alpha === 1
      ? tf.elu(x)
      : tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(tf.minimum(x, 0)), alpha)),
});

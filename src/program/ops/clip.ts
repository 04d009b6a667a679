/** x limited to [minimum, maximum]. The gradient is 1 inside and on the limits, else 0. */
import { floatNode } from "../families/tensorflow-nodes.ts";
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
  tensorflow: (graph, x, { minimum, maximum }) => {
    const below = floatNode("Minimum", [x, graph.scalar(maximum)]);
    return floatNode("Maximum", [graph.node(below), graph.scalar(minimum)]);
  },
  tensor: (tf, x, { minimum, maximum }) => tf.clipByValue(x, minimum, maximum),
});

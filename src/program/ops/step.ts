/** 1 where x > 0, else `below` (0, or a leaky slope). No gradient. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { unary } from "../families/unary.ts";

type StepAttributes = { readonly below: number };

export const step = unary<StepAttributes>({
  kind: "step",
  kernels: {
    Step: ({ ops, input, attributes }) => ops.step(input("x"), Number(attributes["alpha"] ?? 0)),
  },
  value: (x, { below }) => (x > 0 ? 1 : below),
  gradient: null,
  onnx: (onnx, x, { below }) => {
    // Faster than Greater and Where. Exact, because the smallest positive (normal) number times this is more than 1.
    const scaled = onnx.node({ op: "Mul", inputs: [x, onnx.scalar(LARGEST)] });
    return { op: "Clip", inputs: [scaled, onnx.scalar(below), onnx.scalar(1)] };
  },
  tensorflow: (graph, x, { below }) => {
    // As in ONNX: faster than a comparison and a selection.
    const scaled = graph.node(floatNode("Mul", [x, graph.scalar(LARGEST)]));
    const limited = graph.node(floatNode("Minimum", [scaled, graph.scalar(1)]));
    return floatNode("Maximum", [limited, graph.scalar(below)]);
  },
  tensor: (tf, x, { below }) => tf.step(x, below),
});

const LARGEST = 3.4028234663852886e38;

/** x where x > 0, else slope · x. The gradient at 0 is the slope. */
import { floatNode } from "../families/tensorflow-nodes.ts";
import { unary } from "../families/unary.ts";

type LeakyReluAttributes = { readonly slope: number };

export const leakyRelu = unary<LeakyReluAttributes>({
  kind: "leaky-relu",
  kernels: {
    LeakyRelu: ({ ops, input, attributes }) =>
      ops.leakyRelu(input("x"), Number(attributes["alpha"])),
  },
  value: (x, { slope }) => (x > 0 ? x : slope * x),
  gradient: ({ ops, x, dy, attributes: { slope } }) => ops.multiply(dy, ops.step(x, slope)),
  onnx: (_, x, { slope }) => ({
    op: "LeakyRelu",
    inputs: [x],
    attributes: { alpha: { float: slope } },
  }),
  tensorflow: (_, x, { slope }) => floatNode("LeakyRelu", [x], { alpha: { float: slope } }),
  tensor: (tf, x, { slope }) => tf.leakyRelu(x, slope),
});

/** 1 where x > 0, else `below` (0, or a leaky slope). No gradient. */
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
    const positive = onnx.node({ op: "Greater", inputs: [x, onnx.scalar(0)] });
    return below === 0
      ? { op: "Cast", inputs: [positive], attributes: { to: { int: 1 } } }
      : { op: "Where", inputs: [positive, onnx.scalar(1), onnx.scalar(below)] };
  },
  tensor: (tf, x, { below }) => tf.step(x, below),
});

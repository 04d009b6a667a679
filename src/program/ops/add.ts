/** a + b. */
import { arithmetic } from "../families/binary.ts";

export const add = arithmetic({
  kind: "add",
  kernel: "Add",
  onnx: "Add",
  tensorflow: "AddV2",
  value: (a, b) => a + b,
  gradientA: ({ dy }) => dy,
  gradientB: ({ dy }) => dy,
  tensor: (tf, a, b) => tf.add(a, b),
});

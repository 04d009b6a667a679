/** The same numbers in one dimension. */
import { sizeOf } from "../../program/program.ts";
import type { LayerModule } from "./layer.ts";

export const flatten: LayerModule = {
  kind: "flatten",
  outputShape: (_, input) => [sizeOf(input)],
  apply: (tf, _, x) => tf.reshape(x, [-1, sizeOf(x.shape.slice(1))]),
};

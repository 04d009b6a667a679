/** In training mode, each number becomes 0 with probability `rate` and is divided by 1 − rate otherwise. */
import type { LayerModule, LayerSpecOf } from "./layer.ts";

export const dropout: LayerModule<LayerSpecOf<"dropout">> = {
  kind: "dropout",
  outputShape: (_, input) => input,
  masks: ({ rate }, input) => (rate === 0 ? [] : [{ name: "mask", shape: input, rate }]),
  apply: (tf, { rate }, x, context) =>
    rate === 0 || context.mode === "inference" ? x : tf.mul(x, context.mask("mask")),
};

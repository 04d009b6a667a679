/**
 * In training, each number becomes 0 with probability `rate` and is divided by 1 − rate otherwise; with `channels`, each
 * channel of an image as a whole does (Tompson et al., arXiv:1411.4280; PyTorch's Dropout2d).
 */
import { imageShape } from "./image.ts";
import type { LayerModule, LayerSpecOf, SampleShape } from "./layer.ts";

export const dropout: LayerModule<LayerSpecOf<"dropout">> = {
  kind: "dropout",
  outputShape({ channels }, input) {
    if (channels) imageShape(input);
    return input;
  },
  masks: ({ rate, channels }, input) =>
    rate === 0 ? [] : [{ name: "mask", shape: channels ? onePlace(input) : input, rate }],
  apply: (tf, { rate }, x, context) =>
    rate === 0 || context.mode === "inference" ? x : tf.mul(x, context.mask("mask")),
};

/** A number for each channel, the same at every place. */
const onePlace = (image: SampleShape): SampleShape => [1, 1, imageShape(image).channels];

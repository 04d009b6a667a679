/**
 * Average and greatest of each channel in a window. Cells that padding adds count for nothing: an average at the edge is
 * of the pixels that are there.
 */
import { asImages, imageShape, windowPlaces } from "./image.ts";
import type { LayerModule, LayerSpecOf, SampleShape } from "./layer.ts";

type Spec = LayerSpecOf<"average-pool" | "max-pool">;

const outputShape = ({ size, stride, padding }: Spec, input: SampleShape): SampleShape => {
  const { height, width, channels } = imageShape(input);
  const window = { size, stride, padding };
  return [windowPlaces(height, window), windowPlaces(width, window), channels];
};

export const averagePool: LayerModule<Spec> = {
  kind: "average-pool",
  outputShape,
  apply: (tf, { size, stride, padding }, x) => tf.avgPool(asImages(tf, x), size, stride, padding),
};

export const maxPool: LayerModule<Spec> = {
  kind: "max-pool",
  outputShape,
  apply: (tf, { size, stride, padding }, x) => tf.maxPool(asImages(tf, x), size, stride, padding),
};

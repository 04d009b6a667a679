/** One number of each channel of an image: [height, width, channels] → [channels]. */
import { imageShape } from "./image.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

export const globalPool: LayerModule<LayerSpecOf<"global-pool">> = {
  kind: "global-pool",
  outputShape: (_, input) => [imageShape(input).channels],
  apply: (tf, { reduction }, x) => tf[reduction](x, [1, 2]),
};

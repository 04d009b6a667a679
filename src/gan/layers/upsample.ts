/**
 * Images `factor` times larger. nearest: every pixel becomes factor × factor equal ones. bilinear: between pixel centres
 * (half-pixel centres, edges repeated), as Keras's UpSampling2D has it.
 */
import { asImages, imageShape } from "./image.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

type Spec = LayerSpecOf<"upsample">;

export const upsample: LayerModule<Spec> = {
  kind: "upsample",
  outputShape: ({ factor }, input) => {
    const { height, width, channels } = imageShape(input);
    return [factor * height, factor * width, channels];
  },
  apply: (tf, { factor, interpolation }, x) => {
    const images = asImages(tf, x);
    const [, height, width] = images.shape;
    const size: [number, number] = [factor * height, factor * width];
    return interpolation === "nearest"
      ? tf.image.resizeNearestNeighbor(images, size)
      : tf.image.resizeBilinear(images, size, false, true);
  },
};

/**
 * Transposed convolution: the adjoint of a convolution of the same window, which makes images `stride` times larger.
 * Filters are [kernel, kernel, filters, channels], as TensorFlow has them. The output's side is stride·n with padding
 * same and stride·n + max(kernel − stride, 0) with padding valid. With padding same `outputSize` can ask for any side whose
 * convolution gives n: from 4 to 7 with stride 2, as the authors' digit networks have it.
 */
import { convolutionVariables } from "./conv2d.ts";
import { asImages, imageShape } from "./image.ts";
import { LayerShapeError } from "./layer.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

type Spec = LayerSpecOf<"conv2d-transpose">;

export const conv2dTranspose: LayerModule<Spec> = {
  kind: "conv2d-transpose",
  outputShape: (spec, input) => {
    const { height, width } = imageShape(input);
    return [outputSide(spec, height), outputSide(spec, width), spec.filters];
  },
  variables: (spec, input) => {
    const { channels } = imageShape(input);
    return convolutionVariables(spec, [spec.kernel, spec.kernel, spec.filters, channels]);
  },
  apply: (tf, spec, x, { variable }) => {
    const images = asImages(tf, x);
    const [batch, height, width] = images.shape;
    const shape: [number, number, number, number] = [
      batch,
      outputSide(spec, height),
      outputSide(spec, width),
      spec.filters,
    ];
    const filters = asImages(tf, variable("kernel"));
    const y = tf.conv2dTranspose(images, filters, shape, spec.stride, spec.padding);
    return spec.bias ? tf.add(y, variable("bias")) : y;
  },
};

/** @throws LayerShapeError where `outputSize` is none that a convolution could have come from. */
function outputSide({ kernel, stride, padding, outputSize }: Spec, side: number): number {
  if (padding === "valid") return stride * side + Math.max(kernel - stride, 0);
  if (outputSize === null) return stride * side;
  if (Math.ceil(outputSize / stride) === side) return outputSize;
  throw new LayerShapeError(
    `Expected an outputSize from ${stride * (side - 1) + 1} to ${stride * side} for an input of side ${side} and stride ${stride}, got ${outputSize}`,
  );
}

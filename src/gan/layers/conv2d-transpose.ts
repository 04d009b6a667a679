/**
 * Transposed convolution: the adjoint of a convolution of the same window, which makes images `stride` times larger.
 * Filters are [kernel, kernel, filters, channels], as TensorFlow has them. The output's side is stride·n with padding
 * same and stride·n + max(kernel − stride, 0) with padding valid.
 */
import { convolutionVariables } from "./conv2d.ts";
import { asImages, imageShape } from "./image.ts";
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

const outputSide = ({ kernel, stride, padding }: Spec, side: number): number =>
  stride * side + (padding === "same" ? 0 : Math.max(kernel - stride, 0));

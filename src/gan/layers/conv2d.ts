/**
 * Convolution (cross-correlation, as everywhere in this field) of images with filters [kernel, kernel, channels, filters],
 * in TensorFlow's geometry.
 */
import { asImages, imageShape, windowPlaces } from "./image.ts";
import type { Window } from "./image.ts";
import type { LayerModule, LayerSpecOf, LayerVariable } from "./layer.ts";

export type ConvolutionSpec = LayerSpecOf<"conv2d"> | LayerSpecOf<"conv2d-transpose">;

export const conv2d: LayerModule<LayerSpecOf<"conv2d">> = {
  kind: "conv2d",
  outputShape: (spec, input) => {
    const { height, width } = imageShape(input);
    const window = windowOf(spec);
    return [windowPlaces(height, window), windowPlaces(width, window), spec.filters];
  },
  variables: (spec, input) => {
    const { channels } = imageShape(input);
    return convolutionVariables(spec, [spec.kernel, spec.kernel, channels, spec.filters]);
  },
  apply: (tf, { stride, padding, bias }, x, { variable }) => {
    const filters = asImages(tf, variable("kernel"));
    const y = tf.conv2d(asImages(tf, x), filters, stride, padding);
    return bias ? tf.add(y, variable("bias")) : y;
  },
};

export function convolutionVariables(
  { filters, bias, initializer, biasInitializer }: ConvolutionSpec,
  shape: readonly number[],
): LayerVariable[] {
  const kernel: LayerVariable = { name: "kernel", shape, role: "trainable", initializer };
  if (!bias) return [kernel];
  return [
    kernel,
    { name: "bias", shape: [filters], role: "trainable", initializer: biasInitializer },
  ];
}

const windowOf = ({ kernel, stride, padding }: LayerSpecOf<"conv2d">): Window => ({
  size: kernel,
  stride,
  padding,
});

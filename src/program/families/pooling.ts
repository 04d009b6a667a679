/** Windows of pooling: geometry, and how tfjs's kernels spell it. */
import type { KernelCall, TensorflowAttribute } from "../operation.ts";
import { at } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import { extent, pair, quadruple, recordedPadding, roundingMode } from "./convolution.ts";
import type { Extent } from "./convolution.ts";
import type { ImageLayout, ImageSizes } from "./image.ts";

export type PoolAttributes = {
  /** [height, width]. */
  readonly window: readonly number[];
  /** [vertical, horizontal]. */
  readonly strides: readonly number[];
  /** [top, bottom, left, right]; what lies outside counts neither for a mean nor for a maximum. */
  readonly padding: readonly number[];
  readonly layout: ImageLayout;
};

/** One direction of a pooling: 0 vertical, 1 horizontal. */
export function poolExtent(attributes: PoolAttributes, axis: 0 | 1, input: number): Extent {
  return extent({
    input,
    window: at(attributes.window, axis),
    stride: at(attributes.strides, axis),
    dilation: 1,
    before: at(attributes.padding, 2 * axis),
    after: at(attributes.padding, 2 * axis + 1),
  });
}

/** Both directions of a pooling of images of these sizes. */
export const poolExtents = (
  attributes: PoolAttributes,
  { height, width }: ImageSizes,
): readonly [Extent, Extent] => [
  poolExtent(attributes, 0, height),
  poolExtent(attributes, 1, width),
];

export function recordedPool(
  { tf, attributes }: Pick<KernelCall, "tf" | "attributes">,
  shape: Shape,
): PoolAttributes {
  const { padInfo, filterHeight, filterWidth, strideHeight, strideWidth } =
    tf.backend_util.computePool2DInfo(
      quadruple(shape),
      pair(attributes["filterSize"]),
      pair(attributes["strides"]),
      1,
      recordedPadding(attributes["pad"]),
      roundingMode(attributes["dimRoundingMode"]),
    );
  return {
    window: [filterHeight, filterWidth],
    strides: [strideHeight, strideWidth],
    padding: [padInfo.top, padInfo.bottom, padInfo.left, padInfo.right],
    layout: "NHWC",
  };
}

/** ONNX's attributes of a pooling node. */
export function onnxPoolAttributes({
  window,
  strides,
  padding,
}: PoolAttributes): Record<string, { readonly ints: readonly number[] }> {
  return {
    kernel_shape: { ints: window },
    strides: { ints: strides },
    pads: { ints: [at(padding, 0), at(padding, 2), at(padding, 1), at(padding, 3)] },
  };
}

/** TensorFlow's attributes of 'valid' pooling windows over NHWC images. */
export const tensorflowWindows = ({
  window,
  strides,
}: PoolAttributes): Readonly<Record<"ksize" | "strides" | "padding", TensorflowAttribute>> => ({
  ksize: { ints: [1, ...window, 1] },
  strides: { ints: [1, ...strides, 1] },
  padding: { string: "VALID" },
});

/** Where the maximum of each pooling window lies: the first of equal ones, as in PyTorch, ONNX Runtime and tfjs. */
import type { OnnxContext, TensorflowContext } from "../operation.ts";
import type { Tensor, Tensor4D, TensorLibrary } from "../tensor-library.ts";
import { at, sameShape } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import { tapsOf } from "./convolution.ts";
import { asTensor4D } from "./convolution-tensors.ts";
import { imageShape, imageSizes, tensorflowToNhwc } from "./image.ts";
import type { ImageSizes } from "./image.ts";
import { onnxPoolAttributes, poolExtent } from "./pooling.ts";
import type { PoolAttributes } from "./pooling.ts";
import { floatNode, INT32 } from "./tensorflow-nodes.ts";

export function pooledSizes(shape: Shape, attributes: PoolAttributes): ImageSizes {
  const sizes = imageSizes(shape, attributes.layout);
  return {
    ...sizes,
    height: poolExtent(attributes, 0, sizes.height).output,
    width: poolExtent(attributes, 1, sizes.width).output,
  };
}

/** @throws if `shape` is not what pooling `xShape` gives. */
export function checkPooled(shape: Shape, xShape: Shape, attributes: PoolAttributes): void {
  const expected = imageShape(pooledSizes(xShape, attributes), attributes.layout);
  if (!sameShape(shape, expected)) {
    throw new Error(`Expected [${expected.join(", ")}], got [${shape.join(", ")}]`);
  }
}

/** For each element of the result, the index of its maximum in `images`; both NHWC. */
export function maxPositions(
  images: Float64Array,
  sizes: ImageSizes,
  attributes: PoolAttributes,
): Int32Array {
  const { count, height, width, channels } = sizes;
  const [vertical, horizontal] = [
    poolExtent(attributes, 0, height),
    poolExtent(attributes, 1, width),
  ];
  const found = new Int32Array(count * vertical.output * horizontal.output * channels).fill(-1);
  const columns = tapsOf(horizontal);
  for (let n = 0; n < count; n++) {
    for (const [y, , i] of tapsOf(vertical)) {
      for (const [x, , j] of columns) {
        for (let c = 0; c < channels; c++) {
          const target = ((n * vertical.output + i) * horizontal.output + j) * channels + c;
          const source = ((n * height + y) * width + x) * channels + c;
          const best = found[target] ?? -1;
          if (best < 0 || (images[source] ?? NaN) > (images[best] ?? NaN)) found[target] = source;
        }
      }
    }
  }
  return found;
}

/** Flat positions in NCHW images, as int64. */
export const onnxMaxPositions = (
  onnx: OnnxContext,
  images: string,
  attributes: PoolAttributes,
): string =>
  onnx.node({
    op: "MaxPool",
    inputs: [images],
    attributes: onnxPoolAttributes(attributes),
    output: 1,
  });

/** NHWC images with margins below every number, so that 'valid' windows find the same maxima. */
export function marginedImages(
  tf: TensorLibrary,
  x: Tensor,
  { padding }: PoolAttributes,
  value = -3e38,
): Tensor4D {
  const [top, bottom, left, right] = [0, 1, 2, 3].map((side) => at(padding, side));
  const margins: [number, number][] = [
    [0, 0],
    [top ?? 0, bottom ?? 0],
    [left ?? 0, right ?? 0],
    [0, 0],
  ];
  return asTensor4D(tf, tf.pad(x, margins, value));
}

/** NHWC images with margins, by default below every number, so that 'valid' windows find the same maxima. */
export function tensorflowMargined(
  graph: TensorflowContext,
  x: string,
  {
    attributes: { layout, padding },
    value = -3e38,
  }: { readonly attributes: PoolAttributes; readonly value?: number },
): string {
  const images = tensorflowToNhwc(graph, x, layout);
  if (padding.every((margin) => margin === 0)) return images;
  const margins = graph.integers([0, 0, ...padding, 0, 0], [4, 2]);
  return graph.node(
    floatNode("PadV2", [images, margins, graph.scalar(value)], { Tpaddings: INT32 }),
  );
}

/** Convolutions as ONNX nodes. ONNX has images as NCHW and filters as [o, c, kh, kw]. */
import type { OnnxContext, OnnxNode } from "../operation.ts";
import type { Shape } from "../shapes.ts";
import { convolutionGeometry } from "./convolution.ts";
import type { ConvolutionAttributes, ConvolutionGeometry, Extent } from "./convolution.ts";
import {
  gemmConvolution,
  gemmFilterGradient,
  gemmInputGradient,
  suitsGemm,
  suitsGemmInputGradient,
} from "./convolution-gemm.ts";
import { imageShape, onnxChannelsFirst, onnxInLayout, onnxPermute } from "./image.ts";
import type { ImageLayout } from "./image.ts";
import { reshaped } from "./patches.ts";

interface Filter {
  readonly filter: string;
  readonly filterShape: Shape;
}

interface Convolution {
  readonly xShape: Shape;
  readonly filterShape: Shape;
  readonly attributes: ConvolutionAttributes;
}

/** y of x and filter: one Conv. */
export function onnxConvolution(
  onnx: OnnxContext,
  convolution: Convolution & Filter & { readonly x: string },
): OnnxNode {
  const { x, xShape, attributes } = convolution;
  const { layout } = attributes;
  const geometry = convolutionGeometry(xShape, convolution.filterShape, attributes);
  if (layout === "NHWC" && suitsGemm(geometry)) return gemmConvolution(onnx, geometry, convolution);
  const { vertical, horizontal } = geometry;
  const images = onnxChannelsFirst(onnx, x, { shape: xShape, layout });
  const node: OnnxNode = {
    op: "Conv",
    inputs: [images, channelsFirstFilter(onnx, convolution)],
    attributes: {
      strides: { ints: [vertical.stride, horizontal.stride] },
      dilations: { ints: [vertical.dilation, horizontal.dilation] },
      pads: { ints: [vertical.before, horizontal.before, vertical.after, horizontal.after] },
    },
  };
  return onnxInLayout(onnx, node, { sizes: geometry.y, layout });
}

/** x of y and filter: one ConvTranspose. Rows of x that no window reached are its output padding. */
export function onnxInputGradient(
  onnx: OnnxContext,
  convolution: Convolution & Filter & { readonly dy: string },
): OnnxNode {
  const { dy, xShape, attributes } = convolution;
  const { layout } = attributes;
  const geometry = convolutionGeometry(xShape, convolution.filterShape, attributes);
  if (layout === "NHWC" && suitsGemmInputGradient(geometry)) {
    return gemmInputGradient(onnx, geometry, convolution);
  }
  const { vertical, horizontal } = geometry;
  const dyShape = imageShape(geometry.y, layout);
  const after = [vertical, horizontal].map((direction) => direction.after - direction.remainder);
  const images = onnxChannelsFirst(onnx, dy, { shape: dyShape, layout });
  const node: OnnxNode = {
    op: "ConvTranspose",
    inputs: [images, channelsFirstFilter(onnx, convolution)],
    attributes: {
      strides: { ints: [vertical.stride, horizontal.stride] },
      dilations: { ints: [vertical.dilation, horizontal.dilation] },
      pads: {
        ints: [vertical.before, horizontal.before, ...after.map((margin) => Math.max(margin, 0))],
      },
      output_padding: { ints: after.map((margin) => Math.max(-margin, 0)) },
    },
  };
  return onnxInLayout(onnx, node, { sizes: geometry.x, layout });
}

/**
 * The filter's gradient as a convolution with batch and channels swapped: images [c, n, …] by a filter [o, n, …] give
 * [c, o, kh, kw]; stride and dilation change places. Rows of x that no window reached are cut off first. By sample, it is
 * one with n groups, a filter [n · o, 1, …] and a result [c, n · o, kh, kw]: n times as many numbers, each a sum over one
 * sample's positions only, which is what a graphics processor wants where the filter is small.
 */
export function onnxFilterGradient(
  onnx: OnnxContext,
  convolution: Convolution & {
    readonly x: string;
    readonly dy: string;
    readonly dyShape: Shape;
    readonly bySample: boolean;
  },
): OnnxNode {
  const { x, xShape, dy, dyShape, filterShape, attributes, bySample } = convolution;
  const { layout } = attributes;
  const geometry = convolutionGeometry(xShape, filterShape, attributes);
  if (layout === "NHWC" && suitsGemm(geometry) && !bySample) {
    return gemmFilterGradient(onnx, geometry, convolution);
  }
  const { vertical, horizontal, y } = geometry;
  const images = croppedImages(onnx, swapped(onnx, x, xShape, layout), geometry);
  const after = [vertical, horizontal].map(({ after, remainder }) =>
    Math.max(after - remainder, 0),
  );
  const filter = bySample
    ? reshaped(onnx, onnxChannelsFirst(onnx, dy, { shape: dyShape, layout }), [
        y.count * y.channels,
        1,
        y.height,
        y.width,
      ])
    : swapped(onnx, dy, dyShape, layout);
  const product = onnx.node({
    op: "Conv",
    inputs: [images, filter],
    attributes: {
      ...(bySample ? { group: { int: y.count } } : {}),
      strides: { ints: [vertical.dilation, horizontal.dilation] },
      dilations: { ints: [vertical.stride, horizontal.stride] },
      pads: { ints: [vertical.before, horizontal.before, ...after] },
    },
  });
  const total = bySample ? sumOfSamples(onnx, product, geometry) : product;
  // [c, o, kh, kw] → [kh, kw, c, o]
  return { op: "Transpose", inputs: [total], attributes: { perm: { ints: [2, 3, 0, 1] } } };
}

/** [c, n · o, kh, kw] → [c, o, kh, kw]. */
function sumOfSamples(
  onnx: OnnxContext,
  product: string,
  { x, y, vertical, horizontal }: ConvolutionGeometry,
): string {
  const shape = [x.channels, y.count, y.channels, vertical.window, horizontal.window];
  return onnx.node({
    op: "ReduceSum",
    inputs: [reshaped(onnx, product, shape), onnx.integers([1])],
    attributes: { keepdims: { int: 0 } },
  });
}

/** [kh, kw, c, o] → [o, c, kh, kw]. */
const channelsFirstFilter = (onnx: OnnxContext, { filter, filterShape }: Filter): string =>
  onnxPermute(onnx, filter, { shape: filterShape, permutation: [3, 2, 0, 1] });

/** An image batch as [c, n, height, width]. */
function swapped(onnx: OnnxContext, x: string, shape: Shape, layout: ImageLayout): string {
  const permutation = layout === "NHWC" ? [3, 0, 1, 2] : [1, 0, 2, 3];
  return onnxPermute(onnx, x, { shape, permutation });
}

function croppedImages(
  onnx: OnnxContext,
  images: string,
  { vertical, horizontal, x }: ConvolutionGeometry,
): string {
  const kept = ({ input, after, remainder }: Extent): number =>
    input - Math.max(remainder - after, 0);
  const sizes = [kept(vertical), kept(horizontal)];
  if (sizes[0] === x.height && sizes[1] === x.width) return images;
  return onnx.node({
    op: "Slice",
    inputs: [images, onnx.integers([0, 0]), onnx.integers(sizes), onnx.integers([2, 3])],
  });
}

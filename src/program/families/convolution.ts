/**
 * Geometry of 2-D convolutions, shared by the convolution and its two gradients. In all three x is [n, height, width, c]
 * (in the layout of the attributes), the filter is [kh, kw, c, o], and y is [n, oh, ow, o]:
 *
 *     y[n, i, j, o] = Σ x[n, i·strideY − top + u·dilationY, j·strideX − left + v·dilationX, c] · filter[u, v, c, o]
 */
import type { KernelCall } from "../operation.ts";
import { at } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import { imageSizes } from "./image.ts";
import type { ImageLayout, ImageSizes } from "./image.ts";

export type ConvolutionAttributes = {
  /** [vertical, horizontal]. */
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** [top, bottom, left, right]. */
  readonly padding: readonly number[];
  readonly layout: ImageLayout;
};

/** One spatial direction of a convolution. */
export interface Extent {
  readonly input: number;
  readonly output: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** Rows at the end of the padded input that no window reaches. */
  readonly remainder: number;
}

export interface ConvolutionGeometry {
  readonly x: ImageSizes;
  readonly y: ImageSizes;
  readonly vertical: Extent;
  readonly horizontal: Extent;
}

/** @throws if x and filter do not fit together. */
export function convolutionGeometry(
  xShape: Shape,
  filterShape: Shape,
  attributes: ConvolutionAttributes,
): ConvolutionGeometry {
  const { strides, dilations, padding, layout } = attributes;
  const x = imageSizes(xShape, layout);
  if (filterShape.length !== 4 || filterShape[2] !== x.channels) {
    throw new Error(
      `Expected a filter [height, width, ${x.channels}, channels], got [${filterShape.join(", ")}]`,
    );
  }
  const direction = (axis: number, input: number): Extent =>
    extent({
      input,
      window: at(filterShape, axis),
      stride: at(strides, axis),
      dilation: at(dilations, axis),
      before: at(padding, 2 * axis),
      after: at(padding, 2 * axis + 1),
    });
  const [vertical, horizontal] = [direction(0, x.height), direction(1, x.width)];
  const y: ImageSizes = {
    count: x.count,
    height: vertical.output,
    width: horizontal.output,
    channels: at(filterShape, 3),
  };
  return { x, y, vertical, horizontal };
}

/** @throws if the window does not fit into the padded input. */
export function extent(sizes: Omit<Extent, "output" | "remainder">): Extent {
  const { input, window, stride, dilation, before, after } = sizes;
  const reach = (window - 1) * dilation + 1;
  const free = input + before + after - reach;
  if (free < 0) {
    throw new Error(`Expected a window of at most ${input + before + after}, got ${reach}`);
  }
  const output = Math.floor(free / stride) + 1;
  return { ...sizes, output, remainder: free - (output - 1) * stride };
}

/** Elements of x, the filter and y that meet, as row-major indices in NHWC and HWIO. */
export function forEachProduct(
  { x, y, vertical, horizontal }: ConvolutionGeometry,
  visit: (xIndex: number, filterIndex: number, yIndex: number) => void,
): void {
  const pairs = (a: Extent): [number, number, number][] => tapsOf(a);
  const columns = pairs(horizontal);
  for (const [row, u, i] of pairs(vertical)) {
    for (const [column, v, j] of columns) {
      for (let n = 0; n < x.count; n++) {
        const fromX = ((n * x.height + row) * x.width + column) * x.channels;
        const fromY = ((n * y.height + i) * y.width + j) * y.channels;
        const fromFilter = (u * horizontal.window + v) * x.channels * y.channels;
        for (let c = 0; c < x.channels; c++) {
          for (let o = 0; o < y.channels; o++) {
            visit(fromX + c, fromFilter + c * y.channels + o, fromY + o);
          }
        }
      }
    }
  }
}

/** [input, tap of the window, output] positions that meet along one direction. */
export function tapsOf(direction: Extent): [number, number, number][] {
  const { input, output, window, stride, dilation, before } = direction;
  const found: [number, number, number][] = [];
  for (let i = 0; i < output; i++) {
    for (let u = 0; u < window; u++) {
      const position = i * stride - before + u * dilation;
      if (position >= 0 && position < input) found.push([position, u, i]);
    }
  }
  return found;
}

/** tfjs's `strides`, `pad`, `dilations` of a convolution as our attributes. */
export function recordedGeometry(
  { tf, attributes }: Pick<KernelCall, "tf" | "attributes">,
  xShape: Shape,
  filterShape: Shape,
): ConvolutionAttributes {
  if ((attributes["dataFormat"] ?? "NHWC") !== "NHWC") {
    throw new Error("A trace knows images of layout NHWC only");
  }
  const { padInfo, strideHeight, strideWidth, dilationHeight, dilationWidth } =
    tf.backend_util.computeConv2DInfo(
      quadruple(xShape),
      quadruple(filterShape),
      pair(attributes["strides"]),
      pair(attributes["dilations"] ?? 1),
      recordedPadding(attributes["pad"]),
      roundingMode(attributes["dimRoundingMode"]),
    );
  return {
    strides: [strideHeight, strideWidth],
    dilations: [dilationHeight, dilationWidth],
    padding: [padInfo.top, padInfo.bottom, padInfo.left, padInfo.right],
    layout: "NHWC",
  };
}

/** A number or a list of two as two numbers. */
export function pair(value: unknown): [number, number] {
  if (!Array.isArray(value)) return [Number(value), Number(value)];
  return [Number(value[0]), Number(value[1] ?? value[0])];
}

export function quadruple(shape: Shape): [number, number, number, number] {
  if (shape.length !== 4) throw new Error(`Expected four axes, got [${shape.join(", ")}]`);
  return [at(shape, 0), at(shape, 1), at(shape, 2), at(shape, 3)];
}

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

/** tfjs's `pad`: a word, a number, or a list of margins for each of the four axes. */
export function recordedPadding(pad: unknown): "same" | "valid" | number | ExplicitPadding {
  if (pad === "same" || pad === "valid" || typeof pad === "number") return pad;
  const margins = Array.isArray(pad) ? pad.map(pair) : [];
  const [n, h, w, c] = margins;
  if (n === undefined || h === undefined || w === undefined || c === undefined) {
    throw new Error(
      `Expected padding same, valid, a number or margins, got ${JSON.stringify(pad)}`,
    );
  }
  return [n, h, w, c];
}

export function roundingMode(mode: unknown): "floor" | "round" | "ceil" | undefined {
  return mode === "floor" || mode === "round" || mode === "ceil" ? mode : undefined;
}

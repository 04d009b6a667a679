/**
 * Convolutions as TensorFlow nodes, on NHWC images and [kh, kw, c, o] filters. Margins that are TensorFlow's own ('same' or
 * none) are left to the kernel; others are put around the images first. The kernels for gradients know no dilation, so a
 * dilation is written into the filter.
 */
import type { TensorflowAttribute, TensorflowContext, TensorflowNode } from "../operation.ts";
import type { Shape } from "../shapes.ts";
import { convolutionGeometry } from "./convolution.ts";
import type { ConvolutionAttributes, ConvolutionGeometry, Extent } from "./convolution.ts";
import { imageShape, tensorflowInLayout, tensorflowToNhwc } from "./image.ts";
import { floatNode, INT32 } from "./tensorflow-nodes.ts";

interface Convolution {
  readonly xShape: Shape;
  readonly filterShape: Shape;
  readonly attributes: ConvolutionAttributes;
}

/** y of x and filter. */
export function tensorflowConvolution(
  graph: TensorflowContext,
  convolution: Convolution & { readonly x: string; readonly filter: string },
): TensorflowNode {
  const { layout } = convolution.attributes;
  const plan = planOf(convolution);
  const images = paddedImages(graph, tensorflowToNhwc(graph, convolution.x, layout), plan);
  const filter = denseFilter(graph, convolution.filter, plan);
  return tensorflowInLayout(graph, floatNode("Conv2D", [images, filter], plan.settings), layout);
}

/** x of y and filter. */
export function tensorflowInputGradient(
  graph: TensorflowContext,
  convolution: Convolution & { readonly dy: string; readonly filter: string },
): TensorflowNode {
  const { layout } = convolution.attributes;
  const plan = planOf(convolution);
  const dy = tensorflowToNhwc(graph, convolution.dy, layout);
  const filter = denseFilter(graph, convolution.filter, plan);
  const whole = floatNode(
    "Conv2DBackpropInput",
    [graph.integers(plan.paddedShape), filter, dy],
    plan.settings,
  );
  if (!plan.isPadded) return tensorflowInLayout(graph, whole, layout);
  const { x, vertical, horizontal } = plan.geometry;
  const begin = graph.integers([0, vertical.before, horizontal.before, 0]);
  const size = graph.integers(imageShape(x, "NHWC"));
  const inner = floatNode("Slice", [graph.node(whole), begin, size], { Index: INT32 });
  return tensorflowInLayout(graph, inner, layout);
}

/** The filter's gradient of x and the gradient of y. */
export function tensorflowFilterGradient(
  graph: TensorflowContext,
  convolution: Convolution & { readonly x: string; readonly dy: string },
): TensorflowNode {
  const { layout } = convolution.attributes;
  const plan = planOf(convolution);
  const images = paddedImages(graph, tensorflowToNhwc(graph, convolution.x, layout), plan);
  const dy = tensorflowToNhwc(graph, convolution.dy, layout);
  const gradient = floatNode(
    "Conv2DBackpropFilter",
    [images, graph.integers(plan.denseShape), dy],
    plan.settings,
  );
  if (!plan.isDilated) return gradient;
  const { vertical, horizontal } = plan.geometry;
  const strides = graph.integers([vertical.dilation, horizontal.dilation, 1, 1]);
  const [begin, end] = [graph.integers([0, 0, 0, 0]), graph.integers(plan.denseShape)];
  return floatNode("StridedSlice", [graph.node(gradient), begin, end, strides], { Index: INT32 });
}

/** Which of TensorFlow's words for margins these are, or null where it has none. */
export function tensorflowPadding(extents: readonly Extent[]): "SAME" | "VALID" | null {
  if (extents.every(({ before, after }) => before === 0 && after === 0)) return "VALID";
  return extents.every(isSame) ? "SAME" : null;
}

function isSame({ input, output, window, stride, dilation, before, after }: Extent): boolean {
  const count = Math.ceil(input / stride);
  const reach = (window - 1) * dilation + 1;
  const margins = Math.max((count - 1) * stride + reach - input, 0);
  return output === count && before === Math.floor(margins / 2) && before + after === margins;
}

interface Plan {
  readonly geometry: ConvolutionGeometry;
  readonly isPadded: boolean;
  readonly isDilated: boolean;
  /** Of the images the kernel sees. */
  readonly paddedShape: Shape;
  /** Of the filter the kernel sees. */
  readonly denseShape: Shape;
  readonly settings: Readonly<Record<string, TensorflowAttribute>>;
}

function planOf({ xShape, filterShape, attributes }: Convolution): Plan {
  const geometry = convolutionGeometry(xShape, filterShape, attributes);
  const { x, vertical, horizontal } = geometry;
  const padding = tensorflowPadding([vertical, horizontal]);
  const isPadded = padding === null;
  const grown = ({ before, after }: Extent): number => (isPadded ? before + after : 0);
  const reach = ({ window, dilation }: Extent): number => (window - 1) * dilation + 1;
  return {
    geometry,
    isPadded,
    isDilated: vertical.dilation > 1 || horizontal.dilation > 1,
    paddedShape: [x.count, x.height + grown(vertical), x.width + grown(horizontal), x.channels],
    denseShape: [reach(vertical), reach(horizontal), ...filterShape.slice(2)],
    settings: {
      strides: { ints: [1, vertical.stride, horizontal.stride, 1] },
      padding: { string: padding ?? "VALID" },
    },
  };
}

function paddedImages(graph: TensorflowContext, x: string, { geometry, isPadded }: Plan): string {
  if (!isPadded) return x;
  const { vertical, horizontal } = geometry;
  const margins = [vertical, horizontal].flatMap(({ before, after }) => [before, after]);
  const paddings = graph.integers([0, 0, ...margins, 0, 0], [4, 2]);
  return graph.node(floatNode("Pad", [x, paddings], { Tpaddings: INT32 }));
}

/** The filter with dilation − 1 zeros between its rows and columns. */
function denseFilter(
  graph: TensorflowContext,
  filter: string,
  { geometry: { x, y, vertical, horizontal }, isDilated, denseShape }: Plan,
): string {
  if (!isDilated) return filter;
  const reshape = (value: string, shape: Shape): string =>
    graph.node(floatNode("Reshape", [value, graph.integers(shape)], { Tshape: INT32 }));
  const channels = x.channels * y.channels;
  const apart = reshape(filter, [vertical.window, 1, horizontal.window, 1, channels]);
  const zeros = [0, 0, 0, vertical.dilation - 1, 0, 0, 0, horizontal.dilation - 1, 0, 0];
  const wide = graph.node(
    floatNode("Pad", [apart, graph.integers(zeros, [5, 2])], { Tpaddings: INT32 }),
  );
  const whole = reshape(wide, [
    vertical.window * vertical.dilation,
    horizontal.window * horizontal.dilation,
    ...denseShape.slice(2),
  ]);
  const begin = graph.integers([0, 0, 0, 0]);
  return graph.node(
    floatNode("Slice", [whole, begin, graph.integers(denseShape)], { Index: INT32 }),
  );
}

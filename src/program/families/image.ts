/** Images as four axes in one of two orders. Networks are written channels-last (NHWC, as tfjs); ONNX wants NCHW. */
import type { OnnxContext, OnnxNode, TensorflowContext, TensorflowNode } from "../operation.ts";
import { at, offsets, sameShape, stridesOf } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import type { Tensor, TensorLibrary } from "../tensor-library.ts";
import { floatNode, INT32 } from "./tensorflow-nodes.ts";

export const IMAGE_LAYOUTS = ["NHWC", "NCHW"] as const;
export type ImageLayout = (typeof IMAGE_LAYOUTS)[number];

export interface ImageSizes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Axis i of an NCHW value is axis TO_CHANNELS_FIRST[i] of the NHWC one; and the way back. */
export const TO_CHANNELS_FIRST = [0, 3, 1, 2] as const;
export const TO_CHANNELS_LAST = [0, 2, 3, 1] as const;

/** @throws if the value is not an image batch. */
export function imageSizes(shape: Shape, layout: ImageLayout): ImageSizes {
  if (shape.length !== 4) {
    throw new Error(`Expected images of shape ${layout}, got [${shape.join(", ")}]`);
  }
  const last = layout === "NHWC" ? shape : permuted(shape, TO_CHANNELS_LAST);
  return { count: at(last, 0), height: at(last, 1), width: at(last, 2), channels: at(last, 3) };
}

export function imageShape(sizes: ImageSizes, layout: ImageLayout): number[] {
  const { count, height, width, channels } = sizes;
  return layout === "NHWC" ? [count, height, width, channels] : [count, channels, height, width];
}

export const permuted = (shape: Shape, permutation: readonly number[]): number[] =>
  permutation.map((axis) => at(shape, axis));

/** Elements with their axes in another order. */
export function permuteData(
  data: Float64Array,
  shape: Shape,
  permutation: readonly number[],
): Float64Array {
  const strides = permuted(stridesOf(shape), permutation);
  const from = offsets(permuted(shape, permutation), strides);
  return Float64Array.from(from, (offset) => data[offset] ?? NaN);
}

/** Elements of an image batch in NHWC order, whatever its layout. */
export const dataToNhwc = (data: Float64Array, shape: Shape, layout: ImageLayout): Float64Array =>
  layout === "NHWC" ? data : permuteData(data, shape, TO_CHANNELS_LAST);

/** The way back: `sizes` are those of the batch. */
export const dataFromNhwc = (
  data: Float64Array,
  sizes: ImageSizes,
  layout: ImageLayout,
): Float64Array =>
  layout === "NHWC" ? data : permuteData(data, imageShape(sizes, "NHWC"), TO_CHANNELS_FIRST);

/** True where a transposition leaves the elements where they are, because only axes of size 1 pass others. */
export function keepsOrder(shape: Shape, permutation: readonly number[]): boolean {
  const moved = permutation.filter((axis) => at(shape, axis) !== 1);
  return sameShape(
    moved,
    moved.toSorted((a, b) => a - b),
  );
}

interface Transposition {
  readonly shape: Shape;
  readonly permutation: readonly number[];
}

/** A transposition in ONNX: a reshape where that is enough, nothing where nothing moves. */
export function onnxPermute(onnx: OnnxContext, x: string, transposition: Transposition): string {
  const node = onnxPermuteNode(onnx, x, transposition);
  return node.op === "Identity" ? x : onnx.node(node);
}

export function onnxPermuteNode(
  onnx: OnnxContext,
  x: string,
  { shape, permutation }: Transposition,
): OnnxNode {
  if (permutation.every((axis, index) => axis === index)) return { op: "Identity", inputs: [x] };
  return keepsOrder(shape, permutation)
    ? { op: "Reshape", inputs: [x, onnx.integers(permuted(shape, permutation))] }
    : { op: "Transpose", inputs: [x], attributes: { perm: { ints: permutation } } };
}

/** An image batch as NCHW, whatever its layout. */
export const onnxChannelsFirst = (
  onnx: OnnxContext,
  x: string,
  { shape, layout }: { readonly shape: Shape; readonly layout: ImageLayout },
): string =>
  layout === "NCHW" ? x : onnxPermute(onnx, x, { shape, permutation: TO_CHANNELS_FIRST });

/** An image batch as tfjs's NHWC, whatever its layout. */
export const tensorToNhwc = (tf: TensorLibrary, x: Tensor, layout: ImageLayout): Tensor =>
  layout === "NHWC" ? x : tf.transpose(x, [...TO_CHANNELS_LAST]);

export const tensorFromNhwc = (tf: TensorLibrary, x: Tensor, layout: ImageLayout): Tensor =>
  layout === "NHWC" ? x : tf.transpose(x, [...TO_CHANNELS_FIRST]);

/** The last node of an image operation: it gives NCHW, so a transposition follows where NHWC is wanted. */
export function onnxInLayout(
  onnx: OnnxContext,
  node: OnnxNode,
  { sizes, layout }: { readonly sizes: ImageSizes; readonly layout: ImageLayout },
): OnnxNode {
  if (layout === "NCHW") return node;
  const shape = imageShape(sizes, "NCHW");
  return onnxPermuteNode(onnx, onnx.node(node), { shape, permutation: TO_CHANNELS_LAST });
}

/** An image batch as TensorFlow's NHWC, whatever its layout. */
export const tensorflowToNhwc = (
  graph: TensorflowContext,
  x: string,
  layout: ImageLayout,
): string =>
  layout === "NHWC" ? x : graph.node(tensorflowTransposition(graph, x, TO_CHANNELS_LAST));

/** The last node of an image operation: it gives NHWC, so a transposition follows where NCHW is wanted. */
export const tensorflowInLayout = (
  graph: TensorflowContext,
  node: TensorflowNode,
  layout: ImageLayout,
): TensorflowNode =>
  layout === "NHWC" ? node : tensorflowTransposition(graph, graph.node(node), TO_CHANNELS_FIRST);

const tensorflowTransposition = (
  graph: TensorflowContext,
  x: string,
  permutation: readonly number[],
): TensorflowNode => floatNode("Transpose", [x, graph.integers(permutation)], { Tperm: INT32 });

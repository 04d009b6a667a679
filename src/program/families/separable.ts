/**
 * Linear maps of images that treat rows and columns apart: y = V · x · Hᵀ for each sample and channel, with a matrix V
 * [oh, height] and a matrix H [ow, width]. Average pooling and every resize are such maps, and so are their adjoints, with
 * the matrices transposed; so each is the other's gradient, exactly, to any order.
 */
import type {
  OnnxContext,
  OnnxNode,
  OperationDefinition,
  TensorflowContext,
  TensorflowNode,
} from "../operation.ts";
import type { Attributes } from "../program.ts";
import { at } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import {
  dataFromNhwc,
  dataToNhwc,
  imageShape,
  imageSizes,
  onnxChannelsFirst,
  onnxInLayout,
  tensorFromNhwc,
  tensorflowInLayout,
  tensorflowToNhwc,
  tensorToNhwc,
} from "./image.ts";
import type { ImageLayout, ImageSizes } from "./image.ts";
import { floatNode, INT32 } from "./tensorflow-nodes.ts";

/** A dense matrix, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly elements: Float64Array;
}

export type ImageAttributes = Attributes & { readonly layout: ImageLayout };

export interface SeparableMap<A extends ImageAttributes> {
  readonly kind: string;
  /** Kind of the other direction. */
  readonly adjointKind: string;
  readonly isAdjoint: boolean;
  readonly kernels: OperationDefinition["kernels"];
  /** V for "vertical", H for "horizontal", of the map itself, for an input of `size` rows or columns. */
  readonly matrix: (attributes: A, direction: Direction, size: number) => Matrix;
  /** A node that does it from NCHW to NCHW, or null where two matrix products are as good. */
  readonly onnx: (onnx: OnnxContext, call: SeparableCall<A>) => OnnxNode | null;
  /** The same for TensorFlow, from NHWC to NHWC. */
  readonly tensorflow: (graph: TensorflowContext, call: SeparableCall<A>) => TensorflowNode | null;
}

export type Direction = "vertical" | "horizontal";

export interface SeparableCall<A> {
  /** NCHW in ONNX, NHWC in TensorFlow. */
  readonly x: string;
  readonly from: ImageSizes;
  readonly to: ImageSizes;
  readonly attributes: A;
}

/** An adjoint also carries `input`: the shape of the images the map itself takes, in the layout of the attributes. */
export type AdjointAttributes<A> = A & { readonly input: readonly number[] };

/** Completes the skeleton of a separable map. */
export function separableMap<A extends ImageAttributes>(
  definition: SeparableMap<A> & { readonly isAdjoint: false },
): OperationDefinition<A> {
  return {
    ...skeleton(definition, (shape, attributes) => mapOf(definition, shape, attributes)),
    gradient: ({ ops, types, attributes, dy }) => [
      () => ops.emit(definition.adjointKind, [dy], { ...attributes, input: at(types, 0).shape }),
    ],
  };
}

/** Completes the skeleton of its adjoint. */
export function separableAdjoint<A extends ImageAttributes>(
  definition: SeparableMap<A> & { readonly isAdjoint: true },
): OperationDefinition<AdjointAttributes<A>> {
  return {
    ...skeleton<AdjointAttributes<A>>(definition, (shape, attributes) => {
      const { from, to, vertical, horizontal } = mapOf(definition, attributes.input, attributes);
      const expected = imageShape(to, attributes.layout);
      if (shape.join() !== expected.join()) {
        throw new Error(`Expected [${expected.join(", ")}], got [${shape.join(", ")}]`);
      }
      return {
        from: to,
        to: from,
        vertical: transposed(vertical),
        horizontal: transposed(horizontal),
      };
    }),
    gradient: ({ ops, attributes: { input: _, ...attributes }, dy }) => [
      () => ops.emit(definition.adjointKind, [dy], attributes),
    ],
  };
}

interface Applied {
  readonly from: ImageSizes;
  readonly to: ImageSizes;
  readonly vertical: Matrix;
  readonly horizontal: Matrix;
}

function mapOf<A extends ImageAttributes>(
  { matrix }: SeparableMap<A>,
  shape: Shape,
  attributes: A,
): Applied {
  const from = imageSizes(shape, attributes.layout);
  const vertical = matrix(attributes, "vertical", from.height);
  const horizontal = matrix(attributes, "horizontal", from.width);
  const to = { ...from, height: vertical.rows, width: horizontal.rows };
  return { from, to, vertical, horizontal };
}

function skeleton<A extends ImageAttributes>(
  {
    kind,
    kernels,
    onnx: lower,
    tensorflow,
  }: Pick<SeparableMap<A>, "kind" | "kernels" | "onnx" | "tensorflow">,
  apply: (shape: Shape, attributes: A) => Applied,
): Omit<OperationDefinition<A>, "gradient"> {
  return {
    kind,
    kernels,
    infer: (inputs, attributes) => ({
      shape: imageShape(apply(at(inputs, 0).shape, attributes).to, attributes.layout),
      dtype: "float32",
    }),
    evaluate: ({ inputs, attributes }) => {
      const { data, type } = at(inputs, 0);
      const applied = apply(type.shape, attributes);
      const images = dataToNhwc(data, type.shape, attributes.layout);
      return dataFromNhwc(productOf(images, applied), applied.to, attributes.layout);
    },
    toOnnx: (onnx, { inputs, types, attributes }) => {
      const { shape } = at(types, 0);
      const { layout } = attributes;
      const { from, to, vertical, horizontal } = apply(shape, attributes);
      const x = onnxChannelsFirst(onnx, at(inputs, 0), { shape, layout });
      const node = lower(onnx, { x, from, to, attributes });
      return onnxInLayout(onnx, node ?? onnxProduct(onnx, x, { vertical, horizontal }), {
        sizes: to,
        layout,
      });
    },
    toTensorflow: (graph, { inputs, types, attributes }) => {
      const { layout } = attributes;
      const applied = apply(at(types, 0).shape, attributes);
      const x = tensorflowToNhwc(graph, at(inputs, 0), layout);
      const { from, to } = applied;
      const node = tensorflow(graph, { x, from, to, attributes });
      return tensorflowInLayout(graph, node ?? tensorflowProduct(graph, x, applied), layout);
    },
    toTensor: (tf, { inputs, attributes }) => {
      const x = at(inputs, 0);
      const { from, to, vertical, horizontal } = apply(x.shape, attributes);
      const { count, height, width, channels } = from;
      const [v, h] = [vertical, horizontal].map(({ elements, rows, columns }) =>
        tf.tensor(Float32Array.from(elements), [rows, columns]),
      );
      if (v === undefined || h === undefined) throw new Error("Expected two matrices");
      const images = tensorToNhwc(tf, x, attributes.layout);
      // [n, height, width · c] from the left by V, then [n · oh, width, c] from the left by H.
      const rows = tf.reshape(images, [count, height, width * channels]);
      const stacked = (m: typeof v, copies: number): typeof v =>
        tf.tile(tf.expandDims(m, 0), [copies, 1, 1]);
      const tall = tf.matMul(stacked(v, count), rows);
      const columns = tf.reshape(tall, [count * to.height, width, channels]);
      const wide = tf.matMul(stacked(h, count * to.height), columns);
      const y = tf.reshape(wide, imageShape(to, "NHWC"));
      return tensorFromNhwc(tf, y, attributes.layout);
    },
  };
}

function productOf(
  images: Float64Array,
  { from, to, vertical, horizontal }: Applied,
): Float64Array {
  const { count, channels, height, width } = from;
  const out = new Float64Array(count * to.height * to.width * channels);
  const rows = nonZero(vertical);
  const columns = nonZero(horizontal);
  for (let n = 0; n < count; n++) {
    for (const [i, y, weightY] of rows) {
      for (const [j, x, weightX] of columns) {
        for (let c = 0; c < channels; c++) {
          const target = ((n * to.height + i) * to.width + j) * channels + c;
          const source = ((n * height + y) * width + x) * channels + c;
          out[target] = (out[target] ?? NaN) + weightY * weightX * (images[source] ?? NaN);
        }
      }
    }
  }
  return out;
}

/** [row, column, element] of every element that is not zero. */
function nonZero({ columns, elements }: Matrix): [number, number, number][] {
  const found: [number, number, number][] = [];
  elements.forEach((element, i) => {
    if (element !== 0) found.push([Math.floor(i / columns), i % columns, element]);
  });
  return found;
}

/** V · x · Hᵀ over the last two axes of NCHW images. */
function onnxProduct(
  onnx: OnnxContext,
  x: string,
  { vertical, horizontal }: Pick<Applied, "vertical" | "horizontal">,
): OnnxNode {
  const across = transposed(horizontal);
  const wide = onnx.node({
    op: "MatMul",
    inputs: [x, onnx.numbers(across.elements, [across.rows, across.columns])],
  });
  return {
    op: "MatMul",
    inputs: [onnx.numbers(vertical.elements, [vertical.rows, vertical.columns]), wide],
  };
}

/** V · x · Hᵀ over the middle axes of NHWC images: [n, height, width · c] by V, then [n · oh, width, c] by H. */
function tensorflowProduct(
  graph: TensorflowContext,
  x: string,
  { from, to, vertical, horizontal }: Applied,
): TensorflowNode {
  const { count, height, width, channels } = from;
  const shaped = (value: string, shape: Shape): TensorflowNode =>
    floatNode("Reshape", [value, graph.integers(shape)], { Tshape: INT32 });
  const product = ({ rows, columns, elements }: Matrix, value: string): string =>
    graph.node(floatNode("BatchMatMulV2", [graph.numbers(elements, [rows, columns]), value]));
  const rows = graph.node(shaped(x, [count, height, width * channels]));
  const tall = product(vertical, rows);
  const columns = graph.node(shaped(tall, [count * to.height, width, channels]));
  return shaped(product(horizontal, columns), imageShape(to, "NHWC"));
}

/** A matrix from its elements. */
export function matrixOf(
  rows: number,
  columns: number,
  entries: Iterable<readonly [row: number, column: number, value: number]>,
): Matrix {
  const elements = new Float64Array(rows * columns);
  for (const [row, column, value] of entries) {
    elements[row * columns + column] = (elements[row * columns + column] ?? 0) + value;
  }
  return { rows, columns, elements };
}

function transposed({ rows, columns, elements }: Matrix): Matrix {
  const flipped = elements.map(
    (_, i) => elements[(i % rows) * columns + Math.floor(i / rows)] ?? 0,
  );
  return { rows: columns, columns: rows, elements: flipped };
}

/**
 * op(a) · op(b) + bias, where op transposes the last two axes if asked. Operands are matrices [m, k], [k, n], or stacks of
 * them whose leading axes broadcast. The optional third input is a bias that broadcasts to the product of two matrices.
 */
import { floatNode } from "../families/tensorflow-nodes.ts";
import type { OnnxContext, OnnxNode, OperationDefinition } from "../operation.ts";
import type { TensorType } from "../program.ts";
import { sizeOf } from "../program.ts";
import { at, broadcastOffsets, broadcastShapes, sameShape } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import type { Tensor } from "../tensor-library.ts";

export type MatmulAttributes = { readonly transposeA: boolean; readonly transposeB: boolean };

export const matmul: OperationDefinition<MatmulAttributes> = {
  kind: "matmul",
  kernels: {
    BatchMatMul: ({ ops, input, attributes }) =>
      ops.matmul(
        input("a"),
        input("b"),
        attributes["transposeA"] === true,
        attributes["transposeB"] === true,
      ),
  },
  infer: (inputs, attributes) => {
    const { batch, m, n } = dimensions(inputs, attributes);
    const shape = [...batch, m, n];
    const bias = inputs[2];
    if (bias !== undefined) {
      if (shape.length !== 2 || !sameShape(broadcastShapes(bias.shape, shape), shape)) {
        throw new Error("Expected a bias that broadcasts to the product of two matrices");
      }
    }
    return { shape, dtype: "float32" };
  },
  gradient: ({ ops, inputs, types, dy, attributes: { transposeA, transposeB } }) => {
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    const product = (
      ...[left, right, flipLeft, flipRight]: readonly [number, number, boolean, boolean]
    ): number => ops.matmul(left, right, flipLeft, flipRight);
    const rules = [
      () =>
        ops.sumTo(
          transposeA ? product(b, dy, transposeB, true) : product(dy, b, false, !transposeB),
          at(types, 0).shape,
        ),
      () =>
        ops.sumTo(
          transposeB ? product(dy, a, true, transposeA) : product(a, dy, !transposeA, false),
          at(types, 1).shape,
        ),
    ];
    const bias = types[2];
    return bias === undefined ? rules : [...rules, () => ops.sumTo(dy, bias.shape)];
  },
  evaluate: ({ inputs, attributes, type }) => {
    const { batch, m, n, k } = dimensions(
      inputs.map((input) => input.type),
      attributes,
    );
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    const [rowA, columnA] = attributes.transposeA ? [1, m] : [k, 1];
    const [rowB, columnB] = attributes.transposeB ? [1, k] : [n, 1];
    const stackA = broadcastOffsets(a.type.shape.slice(0, -2), batch);
    const stackB = broadcastOffsets(b.type.shape.slice(0, -2), batch);
    const out = new Float64Array(sizeOf(type.shape));
    for (let o = 0; o < out.length; o++) {
      const [matrix, row, column] = [Math.floor(o / (m * n)), Math.floor(o / n) % m, o % n];
      const fromA = (stackA[matrix] ?? 0) * m * k + row * rowA;
      const fromB = (stackB[matrix] ?? 0) * k * n + column * columnB;
      let total = 0;
      for (let i = 0; i < k; i++) {
        total += (a.data[fromA + i * columnA] ?? NaN) * (b.data[fromB + i * rowB] ?? NaN);
      }
      out[o] = total;
    }
    const bias = inputs[2];
    if (bias === undefined) return out;
    const from = broadcastOffsets(bias.type.shape, type.shape);
    return out.map((product, i) => product + (bias.data[from[i] ?? 0] ?? NaN));
  },
  toOnnx: (onnx, { inputs, types, attributes: { transposeA, transposeB } }) => {
    const matrices = at(types, 0).shape.length === 2 && at(types, 1).shape.length === 2;
    if (!matrices) {
      const a = transposeA ? transposed(onnx, at(inputs, 0), at(types, 0)) : at(inputs, 0);
      const b = transposeB ? transposed(onnx, at(inputs, 1), at(types, 1)) : at(inputs, 1);
      return { op: "MatMul", inputs: [a, b] };
    }
    const node: OnnxNode = {
      op: "Gemm",
      inputs,
      attributes: { transA: { int: transposeA ? 1 : 0 }, transB: { int: transposeB ? 1 : 0 } },
    };
    return node;
  },
  toTensorflow: (graph, { inputs, types, attributes: { transposeA, transposeB }, type }) => {
    const [a, b, bias] = inputs;
    const pair = [a ?? "", b ?? ""];
    const isStack = at(types, 0).shape.length > 2 || at(types, 1).shape.length > 2;
    const product = isStack
      ? floatNode("BatchMatMulV2", pair, {
          adj_x: { bool: transposeA },
          adj_y: { bool: transposeB },
        })
      : floatNode("MatMul", pair, {
          transpose_a: { bool: transposeA },
          transpose_b: { bool: transposeB },
        });
    if (bias === undefined) return product;
    // BiasAdd, because TensorFlow fuses it with the product.
    const isVector = sameShape(at(types, 2).shape, type.shape.slice(-1));
    return floatNode(isVector ? "BiasAdd" : "AddV2", [graph.node(product), bias]);
  },
  toTensor: (tf, { inputs, attributes: { transposeA, transposeB }, type }) => {
    // tfjs reads beyond the end where two stacks broadcast both ways, so they are broadcast before.
    const stacked = (index: number): Tensor => {
      const x = at(inputs, index);
      return tf.broadcastTo(x, [...type.shape.slice(0, -2), ...x.shape.slice(-2)]);
    };
    const product = tf.matMul(stacked(0), stacked(1), transposeA, transposeB);
    const bias = inputs[2];
    return bias === undefined ? product : tf.add(product, bias);
  },
};

function dimensions(
  types: readonly TensorType[],
  { transposeA, transposeB }: MatmulAttributes,
): { batch: Shape; m: number; n: number; k: number } {
  const [a, b] = [at(types, 0).shape, at(types, 1).shape];
  if (a.length < 2 || b.length < 2) throw new Error("Expected matrices or stacks of matrices");
  const [rowsA, columnsA] = [at(a, a.length - 2), at(a, a.length - 1)];
  const [rowsB, columnsB] = [at(b, b.length - 2), at(b, b.length - 1)];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  if (k !== inner) throw new Error(`Expected equal inner sizes, got ${k} and ${inner}`);
  return { batch: broadcastShapes(a.slice(0, -2), b.slice(0, -2)), m, n, k };
}

function transposed(onnx: OnnxContext, name: string, { shape }: TensorType): string {
  const perm = shape.map((_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  return onnx.node({ op: "Transpose", inputs: [name], attributes: { perm: { ints: perm } } });
}

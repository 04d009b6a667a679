/** Skeleton of operations that combine two broadcast operands element by element. */
import type { Expressions } from "../expressions.ts";
import type { KernelRecording, OperationDefinition } from "../operation.ts";
import type { DType, TensorType, ValueId } from "../program.ts";
import { sizeOf } from "../program.ts";
import { at, broadcastOffsets, broadcastShapes } from "../shapes.ts";
import type { Tensor, TensorLibrary } from "../tensor-library.ts";
import { floatNode } from "./tensorflow-nodes.ts";

export interface BinaryOperation {
  readonly kind: string;
  readonly kernel: string;
  readonly onnx: string;
  readonly tensorflow: string;
  readonly value: (a: number, b: number) => number;
  readonly tensor: (tf: TensorLibrary, a: Tensor, b: Tensor) => Tensor;
}

/** An operation on numbers. A gradient rule gives a gradient of the output's shape; it is summed to the operand's. */
export interface ArithmeticOperation extends BinaryOperation {
  gradientA: (context: BinaryGradient) => ValueId;
  gradientB: (context: BinaryGradient) => ValueId;
}

export interface BinaryGradient {
  readonly ops: Expressions;
  readonly a: ValueId;
  readonly b: ValueId;
  readonly dy: ValueId;
}

/** Completes the skeleton of an element-wise arithmetic operation. */
export function arithmetic(definition: ArithmeticOperation): OperationDefinition {
  return {
    ...skeleton(definition, "float32"),
    gradient: ({ ops, inputs, dy }) => {
      const [a, b] = [at(inputs, 0), at(inputs, 1)];
      const context: BinaryGradient = { ops, a, b, dy };
      return [
        () => ops.sumTo(definition.gradientA(context), ops.shapeOf(a)),
        () => ops.sumTo(definition.gradientB(context), ops.shapeOf(b)),
      ];
    },
  };
}

/** Completes the skeleton of a comparison or a logical operation: a boolean result, and no gradient. */
export function predicate(definition: BinaryOperation): OperationDefinition {
  return { ...skeleton(definition, "bool"), gradient: () => [null, null] };
}

function skeleton(
  { kind, kernel, onnx, tensorflow, value, tensor }: BinaryOperation,
  dtype: DType,
): Omit<OperationDefinition, "gradient"> {
  const record: KernelRecording = ({ ops, input }) => ops.emit(kind, [input("a"), input("b")]);
  return {
    kind,
    kernels: { [kernel]: record },
    elementwise: true,
    infer: (inputs) => ({
      shape: broadcastShapes(at(inputs, 0).shape, at(inputs, 1).shape),
      dtype,
    }),
    evaluate: ({ inputs, type }) => combine(at(inputs, 0), at(inputs, 1), type, value),
    toOnnx: (_, { inputs }) => ({ op: onnx, inputs }),
    toTensorflow: (_, { inputs, types }) =>
      at(types, 0).dtype === "bool" ? { op: tensorflow, inputs } : floatNode(tensorflow, inputs),
    toTensor: (tf, { inputs }) => tensor(tf, at(inputs, 0), at(inputs, 1)),
  };
}

interface Operand {
  readonly type: TensorType;
  readonly data: Float64Array;
}

function combine(
  a: Operand,
  b: Operand,
  type: TensorType,
  value: (a: number, b: number) => number,
): Float64Array {
  const fromA = broadcastOffsets(a.type.shape, type.shape);
  const fromB = broadcastOffsets(b.type.shape, type.shape);
  return new Float64Array(sizeOf(type.shape)).map((_, i) =>
    value(a.data[fromA[i] ?? 0] ?? NaN, b.data[fromB[i] ?? 0] ?? NaN),
  );
}

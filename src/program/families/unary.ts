/** Skeleton of operations that map every element by itself. */
import type {
  KernelRecording,
  OnnxContext,
  OnnxNode,
  OperationDefinition,
  TensorflowContext,
  TensorflowNode,
} from "../operation.ts";
import type { Expressions } from "../expressions.ts";
import type { Attributes, DType, ValueId } from "../program.ts";
import { at } from "../shapes.ts";
import type { Tensor, TensorLibrary } from "../tensor-library.ts";

export interface UnaryOperation<A extends Attributes> {
  readonly kind: string;
  readonly kernels: Readonly<Record<string, KernelRecording>>;
  /** Default: float32. */
  readonly dtype?: DType;
  value(x: number, attributes: A): number;
  /** The input's gradient, or null where it is zero everywhere. */
  gradient: ((context: UnaryGradient<A>) => ValueId) | null;
  onnx(onnx: OnnxContext, x: string, attributes: A): OnnxNode;
  tensorflow(graph: TensorflowContext, x: string, attributes: A): TensorflowNode;
  tensor(tf: TensorLibrary, x: Tensor, attributes: A): Tensor;
}

export interface UnaryGradient<A extends Attributes> {
  readonly ops: Expressions;
  readonly x: ValueId;
  readonly dy: ValueId;
  readonly attributes: A;
}

/** Completes the skeleton of an element-wise operation of one input. */
export function unary<A extends Attributes>(definition: UnaryOperation<A>): OperationDefinition<A> {
  const { kind, kernels, gradient, dtype = "float32" } = definition;
  return {
    kind,
    kernels,
    elementwise: true,
    infer: ([x]) => ({ shape: x?.shape ?? [], dtype }),
    gradient: ({ ops, inputs, dy, attributes }) => [
      gradient === null ? null : () => gradient({ ops, x: at(inputs, 0), dy, attributes }),
    ],
    evaluate: ({ inputs, attributes }) =>
      at(inputs, 0).data.map((x) => definition.value(x, attributes)),
    toOnnx: (onnx, { inputs, attributes }) => definition.onnx(onnx, at(inputs, 0), attributes),
    toTensorflow: (graph, { inputs, attributes }) =>
      definition.tensorflow(graph, at(inputs, 0), attributes),
    toTensor: (tf, { inputs, attributes }) => definition.tensor(tf, at(inputs, 0), attributes),
  };
}

/** The recording of a kernel whose one input is `x` and that carries no attributes. */
export const recordUnary =
  (kind: string): KernelRecording =>
  ({ ops, input }) =>
    ops.emit(kind, [input("x")]);

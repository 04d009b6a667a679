/**
 * The one skeleton of every operation. All that is known about an operation stands in its file under ops/: how tfjs
 * spells it, its shape, its gradient, its meaning in float64, and how each executor runs it.
 */
import type { Tensor, TensorLibrary } from "./tensor-library.ts";
import type { Attributes, DType, TensorType, ValueId } from "./program.ts";
import type { Expressions } from "./expressions.ts";

export interface OperationDefinition<A extends Attributes = Attributes> {
  /** The word a Program uses; also the file's name. */
  readonly kind: string;
  /** The tfjs kernels that are this operation. Kernels made of several operations stand in composed-kernels.ts. */
  readonly kernels: Readonly<Record<string, KernelRecording>>;
  /** True where each element of the output needs only the elements at its place in the (broadcast) inputs. */
  readonly elementwise?: true;
  /** Shape and dtype of the output. @throws if the inputs do not fit together. */
  infer(inputs: readonly TensorType[], attributes: A): TensorType;
  /**
   * One entry per input: how to build the gradient of the input from `dy`, or null where it is zero everywhere.
   * Rules recompute what they need from the inputs, so that they can be differentiated themselves.
   */
  gradient(context: GradientContext<A>): readonly ((() => ValueId) | null)[];
  /** The output's elements in double precision. Booleans are 0 and 1. */
  evaluate(context: EvaluationContext<A>): Float64Array;
  /** The ONNX node that gives the output; nodes before it go through `onnx.node`. */
  toOnnx(onnx: OnnxContext, context: LoweringContext<A>): OnnxNode;
  /** The TensorFlow node that gives the output; nodes before it go through `graph.node`. */
  toTensorflow(graph: TensorflowContext, context: LoweringContext<A>): TensorflowNode;
  /** The same operation as tfjs calls, for the eager executor. */
  toTensor(tf: TensorLibrary, context: TensorContext<A>): Tensor;
}

/** A kernel call seen by the tracing backend. */
export interface KernelCall {
  readonly tf: TensorLibrary;
  readonly ops: Expressions;
  /** Input by its tfjs name (`x`, `a`, `b`). @throws if it is missing. */
  readonly input: (name: string) => ValueId;
  /** All inputs in order, for kernels that take a list. */
  readonly inputs: readonly ValueId[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a kernel call adds to the program; several values for a kernel with several outputs. */
export type KernelRecording = (call: KernelCall) => ValueId | readonly ValueId[];

export interface GradientContext<A extends Attributes = Attributes> {
  readonly ops: Expressions;
  readonly inputs: readonly ValueId[];
  readonly types: readonly TensorType[];
  readonly attributes: A;
  readonly output: ValueId;
  readonly outputType: TensorType;
  /** Gradient of the final value with respect to the output. */
  readonly dy: ValueId;
}

export interface EvaluationContext<A extends Attributes = Attributes> {
  readonly inputs: readonly { readonly type: TensorType; readonly data: Float64Array }[];
  readonly attributes: A;
  readonly type: TensorType;
}

export interface LoweringContext<A extends Attributes = Attributes> {
  /** Names of the inputs in the graph. */
  readonly inputs: readonly string[];
  readonly types: readonly TensorType[];
  readonly attributes: A;
  readonly type: TensorType;
}

export interface TensorContext<A extends Attributes = Attributes> {
  readonly inputs: readonly Tensor[];
  readonly attributes: A;
  readonly type: TensorType;
}

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Which of the node's outputs is meant. Default: the first. */
  readonly output?: number;
}

/** What a lowering may add to the ONNX graph. */
export interface OnnxContext {
  /** Adds a node, or finds an equal one, and returns the name of its output. */
  readonly node: (node: OnnxNode) => string;
  /** A float32 constant of shape []. */
  readonly scalar: (value: number) => string;
  /** A small dense float32 constant. */
  readonly numbers: (values: ArrayLike<number>, shape: readonly number[]) => string;
  /** An int64 constant of shape [n]. */
  readonly integers: (values: readonly number[]) => string;
}

/** An attribute of a TensorFlow node. `int32` and `int64` exist inside a graph only. */
export type TensorflowAttribute =
  | { readonly type: DType | "int32" | "int64" }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly string: string };

export interface TensorflowNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, TensorflowAttribute>>;
  /** Which of the node's outputs is meant. Default: the first. */
  readonly output?: number;
}

/** What a lowering may add to the TensorFlow graph. */
export interface TensorflowContext {
  /** Adds a node, or finds an equal one, and returns the name of its output. */
  readonly node: (node: TensorflowNode) => string;
  /** A float32 constant of shape []. */
  readonly scalar: (value: number) => string;
  /** A small dense float32 constant. */
  readonly numbers: (values: ArrayLike<number>, shape: readonly number[]) => string;
  /** An int32 constant, by default of shape [n]. */
  readonly integers: (values: readonly number[], shape?: readonly number[]) => string;
}

/** Skeleton of operations that reduce some axes to one number each. */
import type { Expressions } from "../expressions.ts";
import type { KernelRecording, OperationDefinition } from "../operation.ts";
import type { ValueId } from "../program.ts";
import { sizeOf } from "../program.ts";
import { at, broadcastOffsets, reducedShape } from "../shapes.ts";
import type { Tensor, TensorLibrary } from "../tensor-library.ts";
import { floatNode, INT32 } from "./tensorflow-nodes.ts";

export type ReductionAttributes = {
  /** Sorted, counted from 0. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
};

export interface ReductionOperation {
  readonly kind: string;
  readonly kernel: string;
  readonly onnx: string;
  readonly tensorflow: string;
  /** Elements of the result start here. */
  readonly initial: number;
  combine(accumulated: number, element: number): number;
  /** Applied to each result; `count` is how many elements went into one. */
  finish(accumulated: number, count: number): number;
  gradient(context: ReductionGradient): ValueId;
  tensor(tf: TensorLibrary, x: Tensor, axes: number[], keepDims: boolean): Tensor;
}

export interface ReductionGradient {
  readonly ops: Expressions;
  readonly x: ValueId;
  readonly shape: readonly number[];
  readonly axes: readonly number[];
  /** Shape of the result with reduced axes kept as 1: it broadcasts against x. */
  readonly kept: readonly number[];
  /** How many elements of x go into one of the result. */
  readonly count: number;
  /** Gradient of the result, of shape `kept`. */
  readonly dy: ValueId;
}

/** Completes the skeleton of a reduction. */
export function reduction(
  definition: ReductionOperation,
): OperationDefinition<ReductionAttributes> {
  const { kind, kernel } = definition;
  return {
    kind,
    kernels: { [kernel]: recordReduction(kind) },
    infer: (inputs, { axes, keepDims }) => {
      const { shape } = at(inputs, 0);
      if (axes.some((axis) => axis < 0 || axis >= shape.length)) {
        throw new Error(`Expected axes of [${shape.join(", ")}], got ${axes.join(", ")}`);
      }
      return { shape: reducedShape(shape, axes, keepDims), dtype: "float32" };
    },
    gradient: ({ ops, inputs, types, attributes: { axes }, dy }) => [
      () => {
        const { shape } = at(types, 0);
        const kept = reducedShape(shape, axes, true);
        const count = sizeOf(shape) / sizeOf(kept);
        const dyKept = ops.reshape(dy, kept);
        return definition.gradient({ ops, x: at(inputs, 0), shape, axes, kept, count, dy: dyKept });
      },
    ],
    evaluate: ({ inputs, attributes, type }) => {
      const { data, type: source } = at(inputs, 0);
      const into = broadcastOffsets(
        reducedShape(source.shape, attributes.axes, true),
        source.shape,
      );
      const out = new Float64Array(sizeOf(type.shape)).fill(definition.initial);
      data.forEach((element, i) => {
        const target = into[i] ?? 0;
        out[target] = definition.combine(out[target] ?? NaN, element);
      });
      return out.map((total) => definition.finish(total, data.length / out.length));
    },
    toOnnx: (onnx, { inputs, attributes: { axes, keepDims } }) =>
      axes.length === 0
        ? { op: "Identity", inputs }
        : {
            op: definition.onnx,
            inputs: [at(inputs, 0), onnx.integers(axes)],
            attributes: { keepdims: { int: keepDims ? 1 : 0 } },
          },
    toTensorflow: (graph, { inputs, attributes: { axes, keepDims } }) =>
      axes.length === 0
        ? floatNode("Identity", inputs)
        : floatNode(definition.tensorflow, [at(inputs, 0), graph.integers(axes)], {
            Tidx: INT32,
            keep_dims: { bool: keepDims },
          }),
    toTensor: (tf, { inputs, attributes: { axes, keepDims } }) =>
      axes.length === 0
        ? at(inputs, 0).clone()
        : definition.tensor(tf, at(inputs, 0), [...axes], keepDims),
  };
}

/** tfjs gives axes as a number, a list or nothing (all axes), and calls them `reductionIndices` for Max; booleans count as numbers. */
function recordReduction(kind: string): KernelRecording {
  return ({ ops, input, attributes }) => {
    const x = ops.toFloat(input("x"));
    const given = attributes["reductionIndices"] ?? attributes["axis"];
    const axes = parseAxes(given, ops.shapeOf(x).length);
    return ops.emit(kind, [x], { axes, keepDims: attributes["keepDims"] === true });
  };
}

/** Axes as tfjs writes them (a number, a list, or nothing for all), sorted and counted from 0. */
export function parseAxes(axis: unknown, rank: number): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: rank }, (_, i) => i);
  const list: unknown[] = Array.isArray(axis) ? axis : [axis];
  return list
    .map((item) => (Number(item) < 0 ? Number(item) + rank : Number(item)))
    .sort((a, b) => a - b);
}

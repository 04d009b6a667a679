/** `whenTrue` where the condition holds, else `whenFalse`; all three broadcast. */
import { typedNode } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { sizeOf } from "../program.ts";
import { at, broadcastOffsets, broadcastShapes } from "../shapes.ts";

export const select: OperationDefinition = {
  kind: "select",
  kernels: {
    Select: ({ ops, input }) => ops.select(input("condition"), input("t"), input("e")),
  },
  elementwise: true,
  infer: (inputs) => {
    const [condition, whenTrue, whenFalse] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
    if (condition.dtype !== "bool" || whenTrue.dtype !== whenFalse.dtype) {
      throw new Error("Expected a boolean condition and two values of one dtype");
    }
    const values = broadcastShapes(whenTrue.shape, whenFalse.shape);
    return { shape: broadcastShapes(condition.shape, values), dtype: whenTrue.dtype };
  },
  gradient: ({ ops, inputs, types, dy }) => {
    const condition = at(inputs, 0);
    const zero = (): number => ops.scalar(0);
    return [
      null,
      () => ops.sumTo(ops.select(condition, dy, zero()), at(types, 1).shape),
      () => ops.sumTo(ops.select(condition, zero(), dy), at(types, 2).shape),
    ];
  },
  evaluate: ({ inputs, type }) => {
    const [condition, whenTrue, whenFalse] = inputs.map(({ type: { shape }, data }) => {
      const from = broadcastOffsets(shape, type.shape);
      return (i: number): number => data[from[i] ?? 0] ?? NaN;
    });
    return new Float64Array(sizeOf(type.shape)).map(
      (_, i) => (condition?.(i) === 0 ? whenFalse : whenTrue)?.(i) ?? NaN,
    );
  },
  toOnnx: (_, { inputs }) => ({ op: "Where", inputs }),
  toTensorflow: (_, { inputs, type }) => typedNode("SelectV2", inputs, type.dtype),
  toTensor: (tf, { inputs }) => tf.where(at(inputs, 0), at(inputs, 1), at(inputs, 2)),
};

/** Mean of each window; what the padding adds is not counted, as in TensorFlow. */
import { tapsOf } from "../families/convolution.ts";
import { tensorflowPadding } from "../families/convolution-tensorflow.ts";
import {
  onnxPoolAttributes,
  poolExtent,
  poolExtents,
  recordedPool,
  tensorflowWindows,
} from "../families/pooling.ts";
import type { PoolAttributes } from "../families/pooling.ts";
import { matrixOf, separableMap } from "../families/separable.ts";
import type { Direction, Matrix } from "../families/separable.ts";
import { floatNode } from "../families/tensorflow-nodes.ts";

export const averagePool = separableMap<PoolAttributes>({
  kind: "average-pool",
  adjointKind: "average-pool-gradient",
  isAdjoint: false,
  kernels: {
    AvgPool: (call) => {
      const x = call.input("x");
      return call.ops.emit("average-pool", [x], recordedPool(call, call.ops.shapeOf(x)));
    },
  },
  matrix: averagingMatrix,
  onnx: (_, { x, attributes }) => ({
    op: "AveragePool",
    inputs: [x],
    attributes: { ...onnxPoolAttributes(attributes), count_include_pad: { int: 0 } },
  }),
  tensorflow: (_, { x, from, attributes }) => {
    const padding = tensorflowPadding(poolExtents(attributes, from));
    const { ksize, strides } = tensorflowWindows(attributes);
    return padding === null
      ? null
      : floatNode("AvgPool", [x], { ksize, strides, padding: { string: padding } });
  },
});

/** One row for each window: 1 / count where the window lies inside. */
export function averagingMatrix(
  attributes: PoolAttributes,
  direction: Direction,
  size: number,
): Matrix {
  const geometry = poolExtent(attributes, direction === "vertical" ? 0 : 1, size);
  const taps = tapsOf(geometry);
  const counts = new Float64Array(geometry.output);
  for (const [, , window] of taps) counts[window] = (counts[window] ?? 0) + 1;
  return matrixOf(
    geometry.output,
    size,
    taps.map(([position, , window]): [number, number, number] => [
      window,
      position,
      1 / (counts[window] ?? 1),
    ]),
  );
}

/** The adjoint of average pooling: each window's gradient, divided by its count, goes to every element of the window. */
import { tensorflowPadding } from "../families/convolution-tensorflow.ts";
import { imageShape } from "../families/image.ts";
import { poolExtents, recordedPool, tensorflowWindows } from "../families/pooling.ts";
import type { PoolAttributes } from "../families/pooling.ts";
import { separableAdjoint } from "../families/separable.ts";
import { floatNode } from "../families/tensorflow-nodes.ts";
import { averagingMatrix } from "./average-pool.ts";

export const averagePoolGradient = separableAdjoint<PoolAttributes>({
  kind: "average-pool-gradient",
  adjointKind: "average-pool",
  isAdjoint: true,
  kernels: {
    AvgPoolGrad: (call) => {
      const shape = call.ops.shapeOf(call.input("input"));
      const attributes = { ...recordedPool(call, shape), input: shape };
      return call.ops.emit("average-pool-gradient", [call.input("dy")], attributes);
    },
  },
  matrix: averagingMatrix,
  onnx: () => null,
  tensorflow: (graph, { x, to, attributes }) => {
    const padding = tensorflowPadding(poolExtents(attributes, to));
    const { ksize, strides } = tensorflowWindows(attributes);
    const shape = graph.integers(imageShape(to, "NHWC"));
    return padding === null
      ? null
      : floatNode("AvgPoolGrad", [shape, x], { ksize, strides, padding: { string: padding } });
  },
});

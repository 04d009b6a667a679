/** The adjoint of average pooling: each window's gradient, divided by its count, goes to every element of the window. */
import { recordedPool } from "../families/pooling.ts";
import type { PoolAttributes } from "../families/pooling.ts";
import { separableAdjoint } from "../families/separable.ts";
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
});

/** The adjoint of a nearest resize: each element of x collects the gradients of its copies. */
import { isWholeMultiple, recordedResizeGradient } from "../families/resizing.ts";
import type { ResizeAttributes } from "../families/resizing.ts";
import { separableAdjoint } from "../families/separable.ts";
import { floatNode } from "../families/tensorflow-nodes.ts";
import { nearestMatrix } from "./resize-nearest.ts";

export const resizeNearestGradient = separableAdjoint<ResizeAttributes>({
  kind: "resize-nearest-gradient",
  adjointKind: "resize-nearest",
  isAdjoint: true,
  kernels: {
    ResizeNearestNeighborGrad: (call) => recordedResizeGradient(call, "resize-nearest-gradient"),
  },
  matrix: nearestMatrix,
  onnx: (onnx, { x, from, to }) => {
    const [y, z] = [from.height / to.height, from.width / to.width];
    if (!Number.isInteger(y) || !Number.isInteger(z)) return null;
    const apart = onnx.integers([to.count, to.channels, to.height, y, to.width, z]);
    return {
      op: "ReduceSum",
      inputs: [onnx.node({ op: "Reshape", inputs: [x, apart] }), onnx.integers([3, 5])],
      attributes: { keepdims: { int: 0 } },
    };
  },
  tensorflow: (graph, { x, from, to, attributes }) =>
    isWholeMultiple(from, to)
      ? floatNode("ResizeNearestNeighborGrad", [x, graph.integers([to.height, to.width])], {
          half_pixel_centers: { bool: attributes.halfPixel },
        })
      : null,
});

/** The adjoint of a bilinear resize: each gradient is shared out with the weights that mixed it. */
import { imageShape } from "../families/image.ts";
import { isWholeMultiple, recordedResizeGradient } from "../families/resizing.ts";
import type { ResizeAttributes } from "../families/resizing.ts";
import { separableAdjoint } from "../families/separable.ts";
import { floatNode, INT32 } from "../families/tensorflow-nodes.ts";
import { bilinearMatrix } from "./resize-bilinear.ts";

export const resizeBilinearGradient = separableAdjoint<ResizeAttributes>({
  kind: "resize-bilinear-gradient",
  adjointKind: "resize-bilinear",
  isAdjoint: true,
  kernels: {
    ResizeBilinearGrad: (call) => recordedResizeGradient(call, "resize-bilinear-gradient"),
  },
  matrix: bilinearMatrix,
  onnx: () => null,
  tensorflow: (graph, { x, from, to, attributes }) => {
    if (!isWholeMultiple(from, to)) return null;
    const shape = graph.integers(imageShape(to, "NHWC"));
    // Only its shape counts.
    const images = floatNode("Fill", [shape, graph.scalar(0)], { index_type: INT32 });
    return floatNode("ResizeBilinearGrad", [x, graph.node(images)], {
      half_pixel_centers: { bool: attributes.halfPixel },
    });
  },
});

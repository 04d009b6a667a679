/** The adjoint of a bilinear resize: each gradient is shared out with the weights that mixed it. */
import { recordedResizeGradient } from "../families/resizing.ts";
import type { ResizeAttributes } from "../families/resizing.ts";
import { separableAdjoint } from "../families/separable.ts";
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
});

/** Each element of the result lies between two rows and two columns of x and mixes them by distance. */
import { isWholeMultiple, resizedTo, recordedResize } from "../families/resizing.ts";
import type { ResizeAttributes } from "../families/resizing.ts";
import { matrixOf, separableMap } from "../families/separable.ts";
import type { Direction, Matrix } from "../families/separable.ts";
import { floatNode } from "../families/tensorflow-nodes.ts";

export const resizeBilinear = separableMap<ResizeAttributes>({
  kind: "resize-bilinear",
  adjointKind: "resize-bilinear-gradient",
  isAdjoint: false,
  kernels: {
    ResizeBilinear: (call) =>
      call.ops.emit("resize-bilinear", [call.input("images")], recordedResize(call)),
  },
  matrix: bilinearMatrix,
  onnx: () => null,
  tensorflow: (graph, { x, from, to, attributes }) =>
    isWholeMultiple(to, from)
      ? floatNode("ResizeBilinear", [x, graph.integers([to.height, to.width])], {
          half_pixel_centers: { bool: attributes.halfPixel },
        })
      : null,
});

/** Two weights in each row, those of the positions before and after; positions outside count as the edge. */
export function bilinearMatrix(
  attributes: ResizeAttributes,
  direction: Direction,
  size: number,
): Matrix {
  const rows = resizedTo(attributes, direction);
  const clamp = (position: number): number => Math.min(Math.max(position, 0), size - 1);
  return matrixOf(
    rows,
    size,
    Array.from({ length: rows }, (_, i) => {
      const scale = size / rows;
      const position = attributes.halfPixel ? (i + 0.5) * scale - 0.5 : i * scale;
      const before = Math.floor(position);
      const share = position - before;
      return [
        [i, clamp(before), 1 - share],
        [i, clamp(before + 1), share],
      ] as const;
    }).flat(),
  );
}

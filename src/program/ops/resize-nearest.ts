/** Each element of the result is the nearest one of x. With whole factors each element is repeated. */
import { isWholeMultiple, resizedTo, recordedResize } from "../families/resizing.ts";
import type { ResizeAttributes } from "../families/resizing.ts";
import { matrixOf, separableMap } from "../families/separable.ts";
import type { Direction, Matrix } from "../families/separable.ts";
import { floatNode } from "../families/tensorflow-nodes.ts";

export const resizeNearest = separableMap<ResizeAttributes>({
  kind: "resize-nearest",
  adjointKind: "resize-nearest-gradient",
  isAdjoint: false,
  kernels: {
    ResizeNearestNeighbor: (call) =>
      call.ops.emit("resize-nearest", [call.input("images")], recordedResize(call)),
  },
  matrix: nearestMatrix,
  onnx: (onnx, { x, from, to }) => {
    const [y, z] = [to.height / from.height, to.width / from.width];
    if (!Number.isInteger(y) || !Number.isInteger(z)) return null;
    const images = [from.count, from.channels];
    const apart = onnx.integers([...images, from.height, 1, from.width, 1]);
    const split = onnx.node({ op: "Reshape", inputs: [x, apart] });
    const repeated = onnx.integers([...images, from.height, y, from.width, z]);
    const expanded = onnx.node({ op: "Expand", inputs: [split, repeated] });
    return {
      op: "Reshape",
      inputs: [expanded, onnx.integers([...images, to.height, to.width])],
    };
  },
  tensorflow: (graph, { x, from, to, attributes }) =>
    isWholeMultiple(to, from)
      ? floatNode("ResizeNearestNeighbor", [x, graph.integers([to.height, to.width])], {
          half_pixel_centers: { bool: attributes.halfPixel },
        })
      : null,
});

/** One 1 in each row, at floor((i + ½)·from/to) with half pixels, else floor(i·from/to). */
export function nearestMatrix(
  attributes: ResizeAttributes,
  direction: Direction,
  size: number,
): Matrix {
  const rows = resizedTo(attributes, direction);
  const shift = attributes.halfPixel ? 0.5 : 0;
  return matrixOf(
    rows,
    size,
    Array.from({ length: rows }, (_, i): [number, number, number] => [
      i,
      Math.min(Math.floor(((i + shift) * size) / rows), size - 1),
      1,
    ]),
  );
}

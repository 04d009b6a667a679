/** x repeated along axes of size 1, or new leading axes, up to `shape`. A constant fill is a broadcast scalar. */
import { INT32, typedNode } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { at, broadcastOffsets, broadcastShapes, sameShape } from "../shapes.ts";

type BroadcastAttributes = { readonly shape: readonly number[] };

export const broadcast: OperationDefinition<BroadcastAttributes> = {
  kind: "broadcast",
  kernels: {}, // tfjs spells it Tile: see tile.ts
  infer: (inputs, { shape }) => {
    const x = at(inputs, 0);
    if (!sameShape(broadcastShapes(x.shape, shape), shape)) {
      throw new Error(`Expected a shape that broadcasts to [${shape.join(", ")}]`);
    }
    return { shape, dtype: x.dtype };
  },
  gradient: ({ ops, types, dy }) => [() => ops.sumTo(dy, at(types, 0).shape)],
  evaluate: ({ inputs, attributes: { shape } }) => {
    const x = at(inputs, 0);
    const from = broadcastOffsets(x.type.shape, shape);
    return Float64Array.from(from, (offset) => x.data[offset] ?? NaN);
  },
  toOnnx: (onnx, { inputs, attributes: { shape } }) => ({
    op: "Expand",
    inputs: [at(inputs, 0), onnx.integers(shape)],
  }),
  toTensorflow: (graph, { inputs, types, attributes: { shape } }) =>
    typedNode("BroadcastTo", [at(inputs, 0), graph.integers(shape)], at(types, 0).dtype, {
      Tidx: INT32,
    }),
  toTensor: (tf, { inputs, attributes: { shape } }) => tf.broadcastTo(at(inputs, 0), [...shape]),
};

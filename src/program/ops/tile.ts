/** x repeated `repeats[axis]` times along each axis. */
import { INT32, typedNode } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { at, offsets, stridesOf } from "../shapes.ts";

type TileAttributes = { readonly repeats: readonly number[] };

export const tile: OperationDefinition<TileAttributes> = {
  kind: "tile",
  kernels: {
    Tile: ({ ops, input, attributes }) => {
      const x = input("x");
      const shape = ops.shapeOf(x);
      const repeats = Array.isArray(attributes["reps"]) ? attributes["reps"].map(Number) : [];
      const onlyOnes = repeats.every((count, axis) => count === 1 || shape[axis] === 1);
      const repeated = shape.map((size, axis) => size * at(repeats, axis));
      return onlyOnes ? ops.broadcast(x, repeated) : ops.tile(x, repeats);
    },
  },
  infer: (inputs, { repeats }) => {
    const { shape, dtype } = at(inputs, 0);
    return { shape: shape.map((size, axis) => size * at(repeats, axis)), dtype };
  },
  gradient: ({ ops, types, dy, attributes: { repeats } }) => [
    () => {
      const { shape } = at(types, 0);
      // Each axis of size repeats · n becomes [repeats, n]; the repeats are summed away.
      const split = shape.flatMap((size, axis) => [at(repeats, axis), size]);
      const axes = shape.map((_, axis) => 2 * axis);
      return ops.sum(ops.reshape(dy, split), axes, false);
    },
  ],
  evaluate: ({ inputs, attributes: { repeats } }) => {
    const x = at(inputs, 0);
    const strides = stridesOf(x.type.shape);
    const from = offsets(
      x.type.shape.flatMap((size, axis) => [at(repeats, axis), size]),
      strides.flatMap((stride) => [0, stride]),
    );
    return Float64Array.from(from, (offset) => x.data[offset] ?? NaN);
  },
  toOnnx: (onnx, { inputs, attributes: { repeats } }) => ({
    op: "Tile",
    inputs: [at(inputs, 0), onnx.integers(repeats)],
  }),
  toTensorflow: (graph, { inputs, type, attributes: { repeats } }) =>
    typedNode("Tile", [at(inputs, 0), graph.integers(repeats)], type.dtype, { Tmultiples: INT32 }),
  toTensor: (tf, { inputs, attributes: { repeats } }) => tf.tile(at(inputs, 0), [...repeats]),
};

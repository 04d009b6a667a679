/** The box of `size` elements that starts at `begin`. */
import { INT32, typedNode } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { at, offsets, stridesOf } from "../shapes.ts";

type SliceAttributes = { readonly begin: readonly number[]; readonly size: readonly number[] };

export const slice: OperationDefinition<SliceAttributes> = {
  kind: "slice",
  kernels: {
    Slice: ({ ops, input, attributes }) => {
      const x = input("x");
      const shape = ops.shapeOf(x);
      const begin = numbers(attributes["begin"]);
      const size = numbers(attributes["size"]);
      return ops.slice(
        x,
        shape.map((_, axis) => begin[axis] ?? 0),
        // A size of −1, or none, is all that is left.
        shape.map((whole, axis) =>
          (size[axis] ?? -1) < 0 ? whole - (begin[axis] ?? 0) : at(size, axis),
        ),
      );
    },
  },
  infer: (inputs, { begin, size }) => {
    const { shape, dtype } = at(inputs, 0);
    shape.forEach((whole, axis) => {
      if (at(begin, axis) < 0 || at(begin, axis) + at(size, axis) > whole) {
        throw new Error(`Expected a slice inside [${shape.join(", ")}]`);
      }
    });
    return { shape: size, dtype };
  },
  gradient: ({ ops, types, dy, attributes: { begin, size } }) => [
    () =>
      ops.pad(
        dy,
        begin,
        at(types, 0).shape.map((whole, axis) => whole - at(begin, axis) - at(size, axis)),
      ),
  ],
  evaluate: ({ inputs, attributes: { begin, size } }) => {
    const x = at(inputs, 0);
    const strides = stridesOf(x.type.shape);
    const start = begin.reduce((sum, index, axis) => sum + index * at(strides, axis), 0);
    return Float64Array.from(offsets(size, strides, start), (offset) => x.data[offset] ?? NaN);
  },
  toOnnx: (onnx, { inputs, attributes: { begin, size } }) => ({
    op: "Slice",
    inputs: [
      at(inputs, 0),
      onnx.integers(begin),
      onnx.integers(begin.map((index, axis) => index + at(size, axis))),
      onnx.integers(begin.map((_, axis) => axis)),
    ],
  }),
  toTensorflow: (graph, { inputs, type, attributes: { begin, size } }) =>
    typedNode("Slice", [at(inputs, 0), graph.integers(begin), graph.integers(size)], type.dtype, {
      Index: INT32,
    }),
  toTensor: (tf, { inputs, attributes: { begin, size } }) =>
    tf.slice(at(inputs, 0), [...begin], [...size]),
};

const numbers = (list: unknown): number[] =>
  Array.isArray(list) ? list.map(Number) : [Number(list)];

/** Axes in another order: axis i of the output is axis `permutation[i]` of the input. */
import { INT32, typedNode } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { at, offsets, stridesOf } from "../shapes.ts";

type TransposeAttributes = { readonly permutation: readonly number[] };

export const transpose: OperationDefinition<TransposeAttributes> = {
  kind: "transpose",
  kernels: {
    Transpose: ({ ops, input, attributes }) =>
      ops.transpose(
        input("x"),
        Array.isArray(attributes["perm"]) ? attributes["perm"].map(Number) : [],
      ),
  },
  infer: (inputs, { permutation }) => {
    const { shape, dtype } = at(inputs, 0);
    if (permutation.length !== shape.length || new Set(permutation).size !== shape.length) {
      throw new Error(`Expected a permutation of ${shape.length} axes, got ${permutation.join()}`);
    }
    return { shape: permutation.map((axis) => at(shape, axis)), dtype };
  },
  gradient: ({ ops, dy, attributes: { permutation } }) => [
    () =>
      ops.transpose(
        dy,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
  ],
  evaluate: ({ inputs, attributes: { permutation }, type }) => {
    const x = at(inputs, 0);
    const strides = stridesOf(x.type.shape);
    const from = offsets(
      type.shape,
      permutation.map((axis) => at(strides, axis)),
    );
    return Float64Array.from(from, (offset) => x.data[offset] ?? NaN);
  },
  toOnnx: (_, { inputs, attributes: { permutation } }) => ({
    op: "Transpose",
    inputs,
    attributes: { perm: { ints: permutation } },
  }),
  toTensorflow: (graph, { inputs, type, attributes: { permutation } }) =>
    typedNode("Transpose", [at(inputs, 0), graph.integers(permutation)], type.dtype, {
      Tperm: INT32,
    }),
  toTensor: (tf, { inputs, attributes: { permutation } }) =>
    tf.transpose(at(inputs, 0), [...permutation]),
};

/** The same elements in another shape. */
import { INT32, typedNode } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { sizeOf } from "../program.ts";
import { at } from "../shapes.ts";

type ReshapeAttributes = { readonly shape: readonly number[] };

export const reshape: OperationDefinition<ReshapeAttributes> = {
  kind: "reshape",
  kernels: {
    Reshape: ({ ops, input, attributes }) => {
      const x = input("x");
      return ops.reshape(x, wholeShape(attributes["shape"], sizeOf(ops.shapeOf(x))));
    },
    ExpandDims: ({ ops, input, attributes }) => {
      const x = input("input");
      const shape = [...ops.shapeOf(x)];
      const axis = Number(attributes["dim"]);
      shape.splice(axis < 0 ? axis + shape.length + 1 : axis, 0, 1);
      return ops.reshape(x, shape);
    },
  },
  infer: (inputs, { shape }) => {
    const x = at(inputs, 0);
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      throw new Error(`Expected as many elements as before, got shape [${shape.join(", ")}]`);
    }
    return { shape, dtype: x.dtype };
  },
  gradient: ({ ops, types, dy }) => [() => ops.reshape(dy, at(types, 0).shape)],
  evaluate: ({ inputs }) => at(inputs, 0).data.slice(),
  toOnnx: (onnx, { inputs, attributes: { shape } }) => ({
    op: "Reshape",
    inputs: [at(inputs, 0), onnx.integers(shape)],
  }),
  toTensorflow: (graph, { inputs, type, attributes: { shape } }) =>
    typedNode("Reshape", [at(inputs, 0), graph.integers(shape)], type.dtype, { Tshape: INT32 }),
  toTensor: (tf, { inputs, attributes: { shape } }) => tf.reshape(at(inputs, 0), [...shape]),
};

/** A shape whose −1, if any, is replaced by what is left of `size`. */
function wholeShape(shape: unknown, size: number): number[] {
  const sizes = Array.isArray(shape) ? shape.map(Number) : [];
  const known = sizes.filter((axis) => axis >= 0).reduce((product, axis) => product * axis, 1);
  return sizes.map((axis) => (axis < 0 ? size / known : axis));
}

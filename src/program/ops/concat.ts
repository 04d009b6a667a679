/** Values side by side along one axis. */
import { INT32, typedNode } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { sizeOf } from "../program.ts";
import { at, offsets, sameShape, stridesOf } from "../shapes.ts";

type ConcatAttributes = { readonly axis: number };

export const concat: OperationDefinition<ConcatAttributes> = {
  kind: "concat",
  kernels: {
    Concat: ({ ops, inputs, attributes }) => {
      const axis = Number(attributes["axis"]);
      return ops.concat(inputs, axis < 0 ? axis + ops.shapeOf(at(inputs, 0)).length : axis);
    },
  },
  infer: (inputs, { axis }) => {
    const { shape, dtype } = at(inputs, 0);
    const others = (sizes: readonly number[]): number[] => sizes.filter((_, i) => i !== axis);
    if (inputs.some((x) => !sameShape(others(x.shape), others(shape)))) {
      throw new Error(`Expected shapes that agree except along axis ${axis}`);
    }
    const total = inputs.reduce((sum, x) => sum + at(x.shape, axis), 0);
    return { shape: shape.map((size, i) => (i === axis ? total : size)), dtype };
  },
  gradient: ({ ops, types, dy, attributes: { axis } }) => {
    let start = 0;
    return types.map(({ shape }) => {
      const begin = shape.map((_, i) => (i === axis ? start : 0));
      start += at(shape, axis);
      return () => ops.slice(dy, begin, shape);
    });
  },
  evaluate: ({ inputs, attributes: { axis }, type }) => {
    const out = new Float64Array(sizeOf(type.shape));
    const strides = stridesOf(type.shape);
    let start = 0;
    for (const x of inputs) {
      const into = offsets(x.type.shape, strides, start * at(strides, axis));
      x.data.forEach((element, i) => (out[into[i] ?? 0] = element));
      start += at(x.type.shape, axis);
    }
    return out;
  },
  toOnnx: (_, { inputs, attributes: { axis } }) => ({
    op: "Concat",
    inputs,
    attributes: { axis: { int: axis } },
  }),
  toTensorflow: (graph, { inputs, type, attributes: { axis } }) => {
    // TensorFlow refuses a list of one.
    if (inputs.length === 1) return typedNode("Identity", inputs, type.dtype);
    return typedNode("ConcatV2", [...inputs, graph.integers([axis], [])], type.dtype, {
      N: { int: inputs.length },
      Tidx: INT32,
    });
  },
  toTensor: (tf, { inputs, attributes: { axis } }) => tf.concat([...inputs], axis),
};

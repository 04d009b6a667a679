/** x inside a margin of `value`: `before[axis]` elements ahead of it and `after[axis]` behind. */
import { floatNode, INT32 } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { sizeOf } from "../program.ts";
import { at, offsets, stridesOf } from "../shapes.ts";

type PadAttributes = {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly value: number;
};

export const pad: OperationDefinition<PadAttributes> = {
  kind: "pad",
  kernels: {
    PadV2: ({ ops, input, attributes }) => {
      const margins = Array.isArray(attributes["paddings"]) ? attributes["paddings"] : [];
      const side = (index: number): number[] =>
        margins.map((margin) => Number(Array.isArray(margin) ? margin[index] : margin));
      return ops.pad(input("x"), side(0), side(1), Number(attributes["constantValue"] ?? 0));
    },
  },
  infer: (inputs, { before, after }) => {
    const { shape, dtype } = at(inputs, 0);
    return { shape: shape.map((size, axis) => at(before, axis) + size + at(after, axis)), dtype };
  },
  gradient: ({ ops, types, dy, attributes: { before } }) => [
    () => ops.slice(dy, before, at(types, 0).shape),
  ],
  evaluate: ({ inputs, attributes: { before, value }, type }) => {
    const x = at(inputs, 0);
    const strides = stridesOf(type.shape);
    const start = before.reduce((sum, margin, axis) => sum + margin * at(strides, axis), 0);
    const into = offsets(x.type.shape, strides, start);
    const out = new Float64Array(sizeOf(type.shape)).fill(value);
    x.data.forEach((element, i) => (out[into[i] ?? 0] = element));
    return out;
  },
  toOnnx: (onnx, { inputs, attributes: { before, after, value } }) => ({
    op: "Pad",
    inputs: [at(inputs, 0), onnx.integers([...before, ...after]), onnx.scalar(value)],
  }),
  toTensorflow: (graph, { inputs, attributes: { before, after, value } }) => {
    const margins = before.flatMap((margin, axis) => [margin, at(after, axis)]);
    const paddings = graph.integers(margins, [before.length, 2]);
    return floatNode("PadV2", [at(inputs, 0), paddings, graph.scalar(value)], {
      Tpaddings: INT32,
    });
  },
  toTensor: (tf, { inputs, attributes: { before, after, value } }) =>
    tf.pad(
      at(inputs, 0),
      before.map((margin, axis): [number, number] => [margin, at(after, axis)]),
      value,
    ),
};

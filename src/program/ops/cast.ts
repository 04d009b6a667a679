/** Booleans as 0 and 1, or numbers as "is not 0". A number has no gradient through a boolean. */
import type { OperationDefinition } from "../operation.ts";
import type { DType } from "../program.ts";
import { at } from "../shapes.ts";

type CastAttributes = { readonly dtype: DType };

export const cast: OperationDefinition<CastAttributes> = {
  kind: "cast",
  kernels: {
    Cast: ({ ops, input, attributes }) => {
      const x = input("x");
      const wanted = attributes["dtype"];
      if (wanted === "bool") return ops.toBool(x);
      if (wanted === "float32" || ops.type(x).dtype === "bool") return ops.toFloat(x);
      throw new Error(
        `A trace has no numbers of dtype \`${String(wanted)}\`, only float32 and bool`,
      );
    },
  },
  elementwise: true,
  infer: (inputs, { dtype }) => ({ shape: at(inputs, 0).shape, dtype }),
  gradient: ({ dy, types, attributes: { dtype } }) => [
    dtype === "float32" && at(types, 0).dtype === "float32" ? () => dy : null,
  ],
  evaluate: ({ inputs, attributes: { dtype } }) =>
    at(inputs, 0).data.map((x) => (dtype === "bool" ? Number(x !== 0) : x)),
  toOnnx: (_, { inputs, attributes: { dtype } }) => ({
    op: "Cast",
    inputs,
    attributes: { to: { int: dtype === "bool" ? 9 : 1 } },
  }),
  toTensorflow: (_, { inputs, types, attributes: { dtype } }) => ({
    op: "Cast",
    inputs,
    attributes: { SrcT: { type: at(types, 0).dtype }, DstT: { type: dtype } },
  }),
  toTensor: (tf, { inputs, attributes: { dtype } }) => tf.cast(at(inputs, 0), dtype),
};

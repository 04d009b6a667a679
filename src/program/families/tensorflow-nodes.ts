/** TensorFlow nodes with the type attributes that TensorFlow wants spelt out. */
import type { TensorflowAttribute, TensorflowNode } from "../operation.ts";
import type { DType } from "../program.ts";

type Attributes = Readonly<Record<string, TensorflowAttribute>>;

/** A node whose operands and result are float32: `T` of most operations. */
export const floatNode = (
  op: string,
  inputs: readonly string[],
  attributes: Attributes = {},
): TensorflowNode => typedNode(op, inputs, "float32", attributes);

/** A node whose operands are of this dtype. */
export const typedNode = (
  op: string,
  inputs: readonly string[],
  dtype: DType,
  attributes: Attributes = {},
): TensorflowNode => ({ op, inputs, attributes: { T: { type: dtype }, ...attributes } });

/** The type of the small integers that say where and how much: shapes, axes, positions. */
export const INT32 = { type: "int32" } as const;

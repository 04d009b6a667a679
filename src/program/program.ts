/** The compiler's one data structure: a flat list of typed operations in single-assignment form. */

export type DType = "float32" | "bool";

/** Index of a value in a program. Values are numbered in the order they are made. */
export type ValueId = number;

export interface TensorType {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Attribute values are plain data, so a program can be compared, printed and hashed. */
export type Attributes = Readonly<Record<string, number | string | boolean | readonly number[]>>;

/** One operation: `kind` names a file of program/ops/. Every operation has exactly one output. */
export interface Operation {
  readonly kind: string;
  readonly inputs: readonly ValueId[];
  readonly attributes: Attributes;
  readonly output: ValueId;
}

export interface NamedValue {
  readonly name: string;
  readonly value: ValueId;
}

export interface Program {
  /** Type of every value, indexed by ValueId. */
  readonly types: readonly TensorType[];
  readonly inputs: readonly NamedValue[];
  /** Dense constants; scalars and small vectors only (a constant above 1 MB is refused by the trace). */
  readonly constants: ReadonlyMap<ValueId, Float32Array>;
  /** In topological order. */
  readonly operations: readonly Operation[];
  readonly outputs: readonly NamedValue[];
}

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

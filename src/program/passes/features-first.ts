/**
 * Holds batches [samples, features] as [features, samples], so that the weights are the first factor of a product: ONNX
 * Runtime reads that one in place, and repacks the second. Element-wise operations, biases and sums over a batch move
 * along; what is left are transpositions of inputs and outputs, and those that products take in by themselves.
 */
import type { Attributes, Operation, Program, ValueId } from "../program.ts";
import { definitionOf } from "../registry.ts";
import { rewrite } from "../rewrite.ts";
import type { RewriteContext } from "../rewrite.ts";
import { at } from "../shapes.ts";

export function moveFeaturesFirst(program: Program): Program {
  const rankOf = (value: ValueId): number => at(program.types, value).shape.length;
  const wanted = new Set(
    program.operations.flatMap(({ kind, inputs }) => (kind === "transpose" ? inputs : [])),
  );
  /** New value → its form with features first. The former disappears as dead code where nobody wants it. */
  const moved = new Map<ValueId, ValueId>();
  return rewrite(program, (operation, context) => {
    const mover = new Mover(context, moved);
    const ranks = [operation.output, ...operation.inputs].map(rankOf);
    const isFlat = ranks.every((rank) => rank <= 2);
    return (
      (isFlat ? mover.move(operation, wanted.has(operation.output)) : null) ?? mover.keep(operation)
    );
  });
}

class Mover {
  readonly #context: RewriteContext;
  readonly #moved: Map<ValueId, ValueId>;

  constructor(context: RewriteContext, moved: Map<ValueId, ValueId>) {
    this.#context = context;
    this.#moved = moved;
  }

  keep({ kind, attributes }: Operation): ValueId {
    return this.#context.builder.emit(kind, this.#context.inputs, attributes);
  }

  /** The operation on what is moved, or null where it is on nothing that is, or does not work axis by axis. */
  move({ kind, attributes }: Operation, isWanted: boolean): ValueId | null {
    const { builder, inputs } = this.#context;
    if (kind === "matmul") return this.#product(attributes, isWanted);
    const [input] = inputs;
    if (input === undefined) return null;
    if (kind === "transpose") return this.#transpose(input, attributes);
    if (kind === "reshape") return this.#reshape(input, attributes);
    if (!inputs.some((value) => this.#moved.has(value))) return null;
    if (definitionOf(kind).elementwise === true) {
      const rank = Math.max(...inputs.map((value) => builder.ops.shapeOf(value).length));
      return this.#elementwise(kind, attributes, rank);
    }
    const [, width] = builder.ops.shapeOf(input);
    if (width === undefined) return null;
    const axes = attributes["axes"];
    if (typeof axes === "object") return this.#reduction(kind, input, { ...attributes, axes });
    const permuted = permutedAttributes(kind, attributes);
    return permuted === null ? null : this.#elementwise(kind, permuted, 2);
  }

  /** (a·b)ᵀ = bᵀ·aᵀ where the rows are a's, so samples; a sum over samples keeps its order, or is wanted transposed. */
  #product({ transposeA, transposeB }: Attributes, isWanted: boolean): ValueId | null {
    const { builder, inputs } = this.#context;
    const factor = (value: ValueId, isTransposed: boolean): readonly [ValueId, boolean] => {
      const first = this.#moved.get(value);
      return first === undefined ? [value, isTransposed] : [first, !isTransposed];
    };
    const bias = inputs.slice(2);
    const [left, flipLeft] = factor(at(inputs, 0), transposeA === true);
    const [right, flipRight] = factor(at(inputs, 1), transposeB === true);
    if (transposeA === true && !isWanted) {
      const attributes = { transposeA: flipLeft, transposeB: flipRight };
      return builder.emit("matmul", [left, right, ...bias], attributes);
    }
    const attributes = { transposeA: !flipRight, transposeB: !flipLeft };
    const operands = [right, left, ...bias.map((value) => this.#first(value))];
    return this.#last(builder.emit("matmul", operands, attributes), 2);
  }

  #elementwise(kind: string, attributes: Attributes, rank: number): ValueId {
    const { builder, inputs } = this.#context;
    const operands = inputs.map((input) => this.#first(input));
    return this.#last(builder.emit(kind, operands, attributes), rank);
  }

  #reduction(
    kind: string,
    input: ValueId,
    { axes, keepDims }: { readonly axes: readonly number[]; readonly keepDims?: unknown },
  ): ValueId {
    const { builder } = this.#context;
    const sorted = axes.map((axis) => 1 - axis).toSorted((a, b) => a - b);
    const isMatrix = keepDims === true || sorted.length === 0;
    const isColumn = sorted.length === 1 && sorted[0] === 1;
    const attributes = { axes: sorted, keepDims: isMatrix || isColumn };
    const output = builder.emit(kind, [this.#first(input)], attributes);
    return isMatrix || isColumn ? this.#last(output, isMatrix ? 2 : 1) : output;
  }

  /** What is moved is its own transpose. */
  #transpose(input: ValueId, { permutation }: Attributes): ValueId | null {
    if (typeof permutation !== "object" || permutation[0] !== 1) return null;
    return this.#moved.get(input) ?? this.#last(input, 2);
  }

  /** Between a vector and its column. */
  #reshape(input: ValueId, { shape }: Attributes): ValueId | null {
    const { ops } = this.#context.builder;
    if (typeof shape !== "object") return null;
    const [from, to] = [ops.shapeOf(input), shape];
    if (from.length === 1 && to.length === 2 && to[1] === 1) return this.#moved.get(input) ?? null;
    return from.length === 2 && from[1] === 1 && to.length === 1 ? this.#last(input, 1) : null;
  }

  /** A value with features first: a matrix transposed, a vector as a column. */
  #first(value: ValueId): ValueId {
    const known = this.#moved.get(value);
    if (known !== undefined) return known;
    const { ops } = this.#context.builder;
    const shape = ops.shapeOf(value);
    if (shape.length === 0) return value;
    const first = shape.length === 1 ? ops.reshape(value, [...shape, 1]) : this.#flip(value);
    this.#moved.set(value, first);
    return first;
  }

  /** The samples first form of a new value, by which the rest of the program knows it. */
  #last(first: ValueId, rank: number): ValueId {
    const { ops } = this.#context.builder;
    const last =
      rank === 1 ? ops.reshape(first, ops.shapeOf(first).slice(0, 1)) : this.#flip(first);
    this.#moved.set(last, first);
    return last;
  }

  #flip(value: ValueId): ValueId {
    const { ops } = this.#context.builder;
    const [rows = 1, columns = 1] = ops.shapeOf(value);
    return rows === 1 || columns === 1
      ? ops.reshape(value, [columns, rows])
      : ops.transpose(value, [1, 0]);
  }
}

/** Attributes, one number for each axis, of an operation that treats every axis alike; null for other operations. */
function permutedAttributes(kind: string, attributes: Attributes): Attributes | null {
  if (kind === "concat") return { axis: 1 - Number(attributes["axis"]) };
  const names = PER_AXIS[kind];
  if (names === undefined) return null;
  const permuted = names.map((name) => {
    const list = attributes[name];
    return [name, typeof list === "object" ? list.toReversed() : []] as const;
  });
  if (permuted.some(([, list]) => list.length !== 2)) return null;
  return { ...attributes, ...Object.fromEntries(permuted) };
}

const PER_AXIS: Readonly<Record<string, readonly string[]>> = {
  broadcast: ["shape"],
  pad: ["before", "after"],
  slice: ["begin", "size"],
  tile: ["repeats"],
};

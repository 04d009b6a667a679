/** pad(a) + pad(b) → concat(a, b) where each fills what the other leaves zero: the gradient of two slices of one value. */
import type { ProgramBuilder } from "../builder.ts";
import type { Operation, Program, ValueId } from "../program.ts";
import { rewrite } from "../rewrite.ts";
import { createProducers } from "./producers.ts";

export function joinPads(program: Program): Program {
  let producer: ((value: ValueId) => Operation | undefined) | undefined;
  return rewrite(program, ({ kind, attributes }, { builder, inputs }) => {
    producer ??= createProducers(builder);
    const pads = kind === "add" ? inputs.map(producer) : [];
    return joined(builder, pads) ?? builder.emit(kind, inputs, attributes);
  });
}

function joined(
  builder: ProgramBuilder,
  [one, other]: readonly (Operation | undefined)[],
): ValueId | undefined {
  if (one === undefined || other === undefined) return undefined;
  return joinedInOrder(builder, one, other) ?? joinedInOrder(builder, other, one);
}

function joinedInOrder(
  builder: ProgramBuilder,
  first: Operation,
  second: Operation,
): ValueId | undefined {
  const [a, b] = [padded(builder, first), padded(builder, second)];
  if (a === undefined || b === undefined || a.axis !== b.axis) return undefined;
  const fits = a.before === 0 && b.before === a.size && b.after === 0 && a.after === b.size;
  return fits ? builder.ops.concat([a.x, b.x], a.axis) : undefined;
}

interface Padded {
  readonly x: ValueId;
  readonly axis: number;
  readonly before: number;
  readonly size: number;
  readonly after: number;
}

/** A pad with zeros along one axis. */
function padded(
  builder: ProgramBuilder,
  { kind, inputs, attributes }: Operation,
): Padded | undefined {
  const [x] = inputs;
  const { before, after, value } = attributes;
  if (kind !== "pad" || x === undefined || value !== 0) return undefined;
  if (typeof before !== "object" || typeof after !== "object") return undefined;
  const { shape } = builder.type(x);
  const axes = shape.flatMap((_, axis) => (before[axis] === 0 && after[axis] === 0 ? [] : [axis]));
  const [axis] = axes;
  if (axis === undefined || axes.length > 1) return undefined;
  return {
    x,
    axis,
    before: before[axis] ?? 0,
    size: shape[axis] ?? 0,
    after: after[axis] ?? 0,
  };
}

/**
 * select(|x| < floor, 0, x) → x, where the floor is next to nothing. Optimizers flush their slots because numbers below
 * 1e-38 make processors slow. Graphics processors compute them at full speed or take them for zero, and pay for each
 * operation: six of Adam's twenty-one.
 */
import type { ProgramBuilder } from "../../program/builder.ts";
import { constantNumber, createProducers } from "../../program/passes/producers.ts";
import type { Operation, Program, ValueId } from "../../program/program.ts";
import { rewrite } from "../../program/rewrite.ts";
import { at } from "../../program/shapes.ts";

/** Floors up to this are dropped: a slot of this size moves no weight. */
const NEXT_TO_NOTHING = 1e-29;

export function dropFlush(program: Program): Program {
  let makerOf: ((value: ValueId) => Operation | undefined) | undefined;
  return rewrite(program, ({ kind, attributes }, { builder, inputs }) => {
    makerOf ??= createProducers(builder);
    const isFlush = kind === "select" && isSmall(builder, makerOf, inputs);
    return isFlush ? at(inputs, 2) : builder.emit(kind, inputs, attributes);
  });
}

function isSmall(
  builder: ProgramBuilder,
  makerOf: (value: ValueId) => Operation | undefined,
  [condition, , x]: readonly ValueId[],
): boolean {
  const less = makerOf(condition ?? NaN);
  if (less?.kind !== "less") return false;
  const [size, floor] = [at(less.inputs, 0), at(less.inputs, 1)];
  const abs = makerOf(size);
  const limit = constantNumber(builder, floor) ?? Infinity;
  return abs?.kind === "abs" && at(abs.inputs, 0) === x && limit <= NEXT_TO_NOTHING;
}

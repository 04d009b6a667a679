/** Which operation made a value, and who uses it: what pattern rules ask. */
import type { ProgramBuilder } from "../builder.ts";
import type { Operation, Program, ValueId } from "../program.ts";
import { at } from "../shapes.ts";

/** The operation of a builder that made a value; undefined for inputs and constants. Sees operations as they arrive. */
export function createProducers(
  builder: ProgramBuilder,
): (value: ValueId) => Operation | undefined {
  const made = new Map<ValueId, Operation>();
  let seen = 0;
  return (value) => {
    const { operations } = builder;
    for (; seen < operations.length; seen++) {
      const operation = at(operations, seen);
      made.set(operation.output, operation);
    }
    return made.get(value);
  };
}

/** How often each value of a program is used: by operations and as an output. */
export function countUses({ operations, outputs }: Program): ReadonlyMap<ValueId, number> {
  const uses = new Map<ValueId, number>();
  const used = [
    ...operations.flatMap(({ inputs }) => inputs),
    ...outputs.map(({ value }) => value),
  ];
  for (const value of used) uses.set(value, (uses.get(value) ?? 0) + 1);
  return uses;
}

/** The one number a constant consists of; undefined for any other value. */
export function constantNumber(builder: ProgramBuilder, value: ValueId): number | undefined {
  const data = builder.constantData(value);
  return data?.length === 1 ? data[0] : undefined;
}

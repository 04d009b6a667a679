/** Drops operations and constants that no output depends on. Inputs stay, used or not. */
import type { Program, ValueId } from "../program.ts";
import { rewrite } from "../rewrite.ts";

export function removeDeadCode(program: Program): Program {
  const live = new Set<ValueId>(program.outputs.map(({ value }) => value));
  for (const { inputs, output } of program.operations.toReversed()) {
    if (live.has(output)) for (const input of inputs) live.add(input);
  }
  return rewrite(
    program,
    ({ kind, attributes }, { builder, inputs }) => builder.emit(kind, inputs, attributes),
    ({ output }) => live.has(output),
  );
}

/** Puts one program behind another: its operations are appended to a program under construction. */
import type { ProgramBuilder } from "../../program/builder.ts";
import type { Program, ValueId } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";

/**
 * Appends a program whose inputs stand for values that are already there, or are declared as inputs. Types are inferred
 * anew from what `inputOf` gives. Returns the program's outputs by name.
 */
export function appendProgram(
  builder: ProgramBuilder,
  program: Program,
  inputOf: (name: string, value: ValueId) => ValueId,
): ReadonlyMap<string, ValueId> {
  const renamed = new Map<ValueId, ValueId>();
  for (const { name, value } of program.inputs) renamed.set(value, inputOf(name, value));
  for (const [value, data] of program.constants) {
    const { shape, dtype } = at(program.types, value);
    renamed.set(value, builder.constant(data, shape, dtype));
  }
  const resolve = (value: ValueId): ValueId => {
    const known = renamed.get(value);
    if (known === undefined) throw new Error(`Value #${value} is used before it is made`);
    return known;
  };
  for (const { kind, inputs, attributes, output } of program.operations)
    renamed.set(output, builder.emit(kind, inputs.map(resolve), attributes));
  return new Map(program.outputs.map(({ name, value }) => [name, resolve(value)]));
}

/**
 * Gives a program inputs and outputs in another form, by name: a matrix transposed, a vector as a matrix of one column.
 * What the program computes stays the same; the operations between the two forms are left for other passes to take in.
 */
import type { NamedValue, Operation, Program, TensorType, ValueId } from "../program.ts";
import { at } from "../shapes.ts";

export function holdColumns(program: Program, names: ReadonlySet<string>): Program {
  const types: TensorType[] = [...program.types];
  const declare = ({ shape, dtype }: TensorType): ValueId =>
    types.push({ shape: heldShape(shape), dtype }) - 1;
  const isHeld = ({ name, value }: NamedValue): boolean =>
    names.has(name) && [1, 2].includes(at(program.types, value).shape.length);
  const before: Operation[] = [];
  const inputs = program.inputs.map((input) => {
    if (!isHeld(input)) return input;
    const type = at(program.types, input.value);
    const held = declare(type);
    before.push(otherForm(type, held, input.value));
    return { name: input.name, value: held };
  });
  const behind: Operation[] = [];
  const outputs = program.outputs.map((output) => {
    if (!isHeld(output)) return output;
    const type = at(program.types, output.value);
    const held = declare(type);
    behind.push(otherForm(type, output.value, held));
    return { name: output.name, value: held };
  });
  const operations = [...before, ...program.operations, ...behind];
  return { ...program, types, inputs, outputs, operations };

  function otherForm({ shape }: TensorType, input: ValueId, output: ValueId): Operation {
    return shape.length === 1
      ? { kind: "reshape", inputs: [input], attributes: { shape: at(types, output).shape }, output }
      : { kind: "transpose", inputs: [input], attributes: { permutation: [1, 0] }, output };
  }
}

/** [rows, columns] → [columns, rows]; [length] → [length, 1]. */
const heldShape = (shape: readonly number[]): readonly number[] =>
  shape.length === 1 ? [...shape, 1] : shape.toReversed();

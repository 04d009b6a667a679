/** The one way passes change a program: rebuild it operation by operation. Inputs keep their names, order and types. */
import { ProgramBuilder } from "./builder.ts";
import type { Attributes, Operation, Program, ValueId } from "./program.ts";
import { at } from "./shapes.ts";

export interface RewriteContext {
  readonly builder: ProgramBuilder;
  /** The operation's inputs as values of the new program. */
  readonly inputs: readonly ValueId[];
}

/**
 * Rebuilds a program. For each operation, in order, `rule` says which value of the new program stands for its output:
 * an operation it appends to the builder, or a value already there. Constants nobody uses disappear.
 */
export function rewrite(
  program: Program,
  rule: (operation: Operation, context: RewriteContext) => ValueId,
  isKept: (operation: Operation) => boolean = () => true,
): Program {
  const builder = new ProgramBuilder();
  const renamed = new Map<ValueId, ValueId>();
  for (const { name, value } of program.inputs) {
    renamed.set(value, builder.input(name, at(program.types, value)));
  }
  const resolve = (value: ValueId): ValueId => {
    const known = renamed.get(value);
    if (known !== undefined) return known;
    const constant = program.constants.get(value);
    if (constant === undefined) throw new Error(`Value #${value} is used before it is made`);
    const { shape, dtype } = at(program.types, value);
    const copied = builder.constant(constant, shape, dtype);
    renamed.set(value, copied);
    return copied;
  };
  for (const operation of program.operations) {
    if (!isKept(operation)) continue;
    const inputs = operation.inputs.map(resolve);
    renamed.set(operation.output, rule(operation, { builder, inputs }));
  }
  return builder.build(program.outputs.map(({ name, value }) => ({ name, value: resolve(value) })));
}

/** A text that is equal for operations that compute the same. */
export function fingerprint(
  kind: string,
  inputs: readonly ValueId[],
  attributes: Attributes,
): string {
  return `${kind} ${inputs.join(" ")} ${JSON.stringify(attributes)}`;
}

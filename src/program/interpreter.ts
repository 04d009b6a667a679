/** The meaning of a program: a plain interpreter in double precision, slow and plainly right. For tests only. */
import type { EvaluationContext, OperationDefinition } from "./operation.ts";
import { sizeOf } from "./program.ts";
import type { Program, ValueId } from "./program.ts";
import { definitionOf } from "./registry.ts";
import { at } from "./shapes.ts";

/**
 * Runs a program. `feeds` and the result are row-major arrays by input and output name; booleans are 0 and 1. `arithmetic`
 * may stand in for another than double precision.
 */
export function evaluate(
  program: Program,
  feeds: Readonly<Record<string, Float64Array>>,
  arithmetic: Arithmetic = (definition, context) => definition.evaluate(context),
): Record<string, Float64Array> {
  const values = new Map<ValueId, Float64Array>();
  for (const [value, data] of program.constants) values.set(value, Float64Array.from(data));
  for (const { name, value } of program.inputs)
    values.set(value, checkedFeed(program, name, value, feeds));
  const read = (value: ValueId): Float64Array => {
    const data = values.get(value);
    if (data === undefined) throw new Error(`Value #${value} is used before it is made`);
    return data;
  };
  for (const { kind, inputs, attributes, output } of program.operations) {
    const operands = inputs.map((input) => ({ type: at(program.types, input), data: read(input) }));
    const type = at(program.types, output);
    const context = { inputs: operands, attributes, type };
    values.set(output, arithmetic(definitionOf(kind), context));
  }
  return Object.fromEntries(program.outputs.map(({ name, value }) => [name, read(value).slice()]));
}

/** Computes one operation. */
export type Arithmetic = (
  definition: OperationDefinition,
  context: EvaluationContext,
) => Float64Array;

function checkedFeed(
  program: Program,
  name: string,
  value: ValueId,
  feeds: Readonly<Record<string, Float64Array>>,
): Float64Array {
  const { shape } = at(program.types, value);
  const feed = feeds[name];
  if (feed?.length !== sizeOf(shape)) {
    throw new Error(`Expected ${sizeOf(shape)} numbers for \`${name}\`, got ${feed?.length ?? 0}`);
  }
  return feed;
}

/**
 * Reverse-mode differentiation by our own rules: appends to the program the operations that compute a gradient. What it
 * appends is ordinary, so a gradient can be differentiated again.
 */
import type { ProgramBuilder } from "./builder.ts";
import type { Operation, ValueId } from "./program.ts";
import { definitionOf } from "./registry.ts";
import { at } from "./shapes.ts";

/**
 * d(sum of all elements of y) / dx for each x of `xs`, each of its x's shape. An x that y does not depend on has a
 * gradient of zeros. An x may be any value of the program, not only an input.
 */
export function appendGradient(
  builder: ProgramBuilder,
  y: ValueId,
  xs: readonly ValueId[],
): ValueId[] {
  const { ops } = builder;
  const operations = builder.operations.slice();
  const dependent = dependents(operations, xs);
  const gradients = new Map<ValueId, ValueId>([[y, ops.fill(1, ops.shapeOf(y))]]);

  for (const operation of operations.reverse()) {
    const dy = gradients.get(operation.output);
    if (dy === undefined || !dependent.has(operation.output)) continue;
    appendRule(
      builder,
      operation,
      dy,
      (input, contribution) => {
        const sofar = gradients.get(input);
        gradients.set(input, sofar === undefined ? contribution() : ops.add(sofar, contribution()));
      },
      dependent,
    );
  }
  return xs.map((x) => gradients.get(x) ?? ops.fill(0, ops.shapeOf(x)));
}

/** The values that depend on any of `xs`, those included. */
function dependents(operations: readonly Operation[], xs: readonly ValueId[]): Set<ValueId> {
  const found = new Set(xs);
  for (const { inputs, output } of operations) {
    if (inputs.some((input) => found.has(input))) found.add(output);
  }
  return found;
}

function appendRule(
  builder: ProgramBuilder,
  operation: Operation,
  dy: ValueId,
  accumulate: (input: ValueId, contribution: () => ValueId) => void,
  dependent: ReadonlySet<ValueId>,
): void {
  const { kind, inputs, attributes, output } = operation;
  const rules = definitionOf(kind).gradient({
    ops: builder.ops,
    inputs,
    types: inputs.map((input) => builder.type(input)),
    attributes,
    output,
    outputType: builder.type(output),
    dy,
  });
  inputs.forEach((input, index) => {
    const rule = at(rules, index);
    if (rule !== null && dependent.has(input)) accumulate(input, rule);
  });
}

/** Computes operations whose inputs are constants and whose result is one number. */
import { sizeOf } from "../program.ts";
import type { Operation, Program, ValueId } from "../program.ts";
import { definitionOf } from "../registry.ts";
import { rewrite } from "../rewrite.ts";
import type { RewriteContext } from "../rewrite.ts";

export function foldConstants(program: Program): Program {
  return rewrite(program, (operation, context) => {
    const { kind, attributes } = operation;
    const folded = foldedValue(operation, context);
    return folded ?? context.builder.emit(kind, context.inputs, attributes);
  });
}

function foldedValue(
  { kind, attributes }: Operation,
  { builder, inputs }: RewriteContext,
): ValueId | undefined {
  const types = inputs.map((input) => builder.type(input));
  const constants = inputs.map((input) => builder.constantData(input));
  const operands = constants.flatMap((data, index) => {
    const type = types[index];
    return data === undefined || type === undefined
      ? []
      : [{ type, data: Float64Array.from(data) }];
  });
  if (operands.length < inputs.length) return undefined;
  const definition = definitionOf(kind);
  const type = definition.infer(types, attributes);
  if (sizeOf(type.shape) !== 1) return undefined;
  const data = definition.evaluate({ inputs: operands, attributes, type });
  return builder.constant(data, type.shape, type.dtype);
}

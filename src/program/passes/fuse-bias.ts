/** matmul(a, b) + bias → matmul(a, b, bias): one kernel that starts from the bias. */
import type { ProgramBuilder } from "../builder.ts";
import type { Operation, Program, ValueId } from "../program.ts";
import { rewrite } from "../rewrite.ts";
import { countUses, createProducers } from "./producers.ts";

export function fuseBias(program: Program): Program {
  const uses = countUses(program);
  let producer: ((value: ValueId) => Operation | undefined) | undefined;
  return rewrite(program, (operation, { builder, inputs }) => {
    producer ??= createProducers(builder);
    const { kind, attributes } = operation;
    const [a, b] = inputs;
    if (kind === "add" && a !== undefined && b !== undefined) {
      for (const [product, bias, old] of [
        [a, b, operation.inputs[0]],
        [b, a, operation.inputs[1]],
      ] as const) {
        const made = producer(product);
        const isOnlyUse = old !== undefined && uses.get(old) === 1;
        if (isOnlyUse && made !== undefined && takesBias(builder, made, bias))
          return builder.emit("matmul", [...made.inputs, bias], made.attributes);
      }
    }
    return builder.emit(kind, inputs, attributes);
  });
}

/** A product of two matrices without a bias, and a vector for its rows. */
function takesBias(
  builder: ProgramBuilder,
  { kind, inputs, output }: Operation,
  bias: ValueId,
): boolean {
  if (kind !== "matmul" || inputs.length !== 2) return false;
  const [shape, vector] = [builder.type(output).shape, builder.type(bias).shape];
  return shape.length === 2 && vector.length === 1 && (vector[0] === shape[1] || vector[0] === 1);
}

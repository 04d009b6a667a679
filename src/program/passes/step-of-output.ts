/**
 * step(x) → step(y) where y is (leaky-)ReLU of x: they have the same sign. The activation is then the only user of x, which
 * lets an executor compute it inside the kernel that makes x.
 */
import type { Program, ValueId } from "../program.ts";
import { rewrite } from "../rewrite.ts";
import { at } from "../shapes.ts";

export function stepOfOutput(program: Program): Program {
  const activated = new Map<ValueId, ValueId>();
  return rewrite(program, ({ kind, attributes }, { builder, inputs }) => {
    const x = at(inputs, 0);
    const output = kind === "step" ? activated.get(x) : undefined;
    const value = builder.emit(kind, output === undefined ? inputs : [output], attributes);
    const keepsSign = kind === "relu" || (kind === "leaky-relu" && Number(attributes["slope"]) > 0);
    if (keepsSign) activated.set(x, value);
    return value;
  });
}

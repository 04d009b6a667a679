/** Computes equal expressions once. Gradient rules recompute what they need, and this makes that free. */
import type { Program, ValueId } from "../program.ts";
import { fingerprint, rewrite } from "../rewrite.ts";

export function mergeCommonSubexpressions(program: Program): Program {
  const known = new Map<string, ValueId>();
  return rewrite(program, ({ kind, attributes }, { builder, inputs }) => {
    const key = fingerprint(kind, inputs, attributes);
    const value = known.get(key) ?? builder.emit(kind, inputs, attributes);
    known.set(key, value);
    return value;
  });
}

/** An optimizer's program for arrays of another shape: it was traced on one vector and means the same for any array. */
import type { Attributes, Program } from "../../program/program.ts";
import { sameShape } from "../../program/shapes.ts";
import type { Shape } from "../../program/shapes.ts";

/** Puts `wanted` wherever the program has the shape of its `parameter` input. */
export function resizeProgram(program: Program, wanted: Shape): Program {
  const parameter = program.inputs.find(({ name }) => name === "parameter");
  const traced = parameter === undefined ? undefined : program.types[parameter.value]?.shape;
  if (traced === undefined) throw new Error("Expected an optimizer's program");
  const resize = (shape: Shape): Shape => (sameShape(shape, traced) ? wanted : shape);
  const attributes = (given: Attributes): Attributes =>
    Array.isArray(given["shape"]) ? { ...given, shape: resize(given["shape"]) } : given;
  return {
    ...program,
    types: program.types.map((type) => ({ ...type, shape: resize(type.shape) })),
    operations: program.operations.map((operation) => ({
      ...operation,
      attributes: attributes(operation.attributes),
    })),
  };
}

/** Functions of tensors, computed in double precision. */
import { evaluate } from "../../src/program/interpreter.ts";
import type { Tensor, TensorLibrary } from "../../src/program/tensor-library.ts";
import { trace } from "../../src/program/trace.ts";
import { output } from "./feeds.ts";

export interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A column [n, 1] of scores. */
export const column = (...data: readonly number[]): Values => ({ shape: [data.length, 1], data });

/** What `build` makes of the inputs, by name. */
export function compute(
  inputs: Readonly<Record<string, Values>>,
  build: (
    tf: TensorLibrary,
    read: (name: string) => Tensor,
    gradient: (y: Tensor, xs: readonly Tensor[]) => Tensor[],
  ) => Tensor,
): number[] {
  const shapes = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, shape]),
  );
  const program = trace(shapes, (tensors, { tf, gradient }): Record<string, Tensor> => {
    const read = (name: string): Tensor => {
      const tensor = tensors[name];
      if (tensor === undefined) throw new Error(`No input \`${name}\``);
      return tensor;
    };
    return { y: build(tf, read, gradient) };
  });
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { data }]) => [name, Float64Array.from(data)]),
  );
  return [...output(evaluate(program, feeds), "y")];
}

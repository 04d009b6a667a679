/** Numeric gradients of a program in float64. */
import { evaluate } from "../../../src/program/interpreter.ts";
import type { Program } from "../../../src/program/program.ts";

const STEP = 1e-3;

/**
 * d output / d each element of the named input, by the five-point rule
 * (f(x − 2h) − 8·f(x − h) + 8·f(x + h) − f(x + 2h)) / 12h, whose error is O(h⁴).
 */
export function finiteDifferences(
  program: Program,
  feeds: Readonly<Record<string, Float64Array>>,
  { output, input }: { readonly output: string; readonly input: string },
): Float64Array {
  const whole = feeds[input] ?? new Float64Array(0);
  const onlyOutput = { ...program, outputs: program.outputs.filter(({ name }) => name === output) };
  const valueAt = (index: number, shift: number): number => {
    const moved = whole.slice();
    moved[index] = (moved[index] ?? NaN) + shift;
    return evaluate(onlyOutput, { ...feeds, [input]: moved })[output]?.[0] ?? NaN;
  };
  return whole.map((_, i) => {
    const near = valueAt(i, STEP) - valueAt(i, -STEP);
    const far = valueAt(i, 2 * STEP) - valueAt(i, -2 * STEP);
    return (8 * near - far) / (12 * STEP);
  });
}

/**
 * Arithmetic of float32 with its rounding errors drawn. What comes out of a program differs from run to run by what
 * float32 leaves open there, so that a network that amplifies rounding errors (a small variance, a rectifier at its kink,
 * Adam on a gradient that is zero) is told from a wrong executor.
 *
 * Source: Vignes, "A stochastic arithmetic for reliable scientific computation", Mathematics and Computers in Simulation
 * 35 (1993).
 */
import type { Arithmetic } from "../../../src/program/interpreter.ts";
import type { RandomStream } from "../../../src/shared/random.ts";

const UNIT = 2 ** -23;
/** Operations whose results are operands' numbers in other places: exact, and equal ones stay equal. */
const MOVES = new Set(
  "broadcast concat max max-pool max-pool-select pad reshape resize-nearest slice tile transpose".split(
    " ",
  ),
);

/** Element-wise results are off by up to 2⁻²³ of themselves; in sums, which have no fixed order, all operands are. */
export function createRandomRounding(random: RandomStream): Arithmetic {
  const blur = (values: Float64Array): Float64Array =>
    values.map((x) => x * (1 + UNIT * (2 * random.uniform() - 1)));
  return (definition, context) => {
    const { inputs, type } = context;
    const result = definition.evaluate(context);
    if (type.dtype !== "float32" || MOVES.has(definition.kind)) return result;
    if (definition.elementwise === true) return isChosen(result, inputs) ? result : blur(result);
    const blurred = inputs.map((input) => ({ ...input, data: blur(input.data) }));
    return blur(definition.evaluate({ ...context, inputs: blurred }));
  };
}

/** Whether every number is one of the operands' or 0, as behind a rectifier or a selection. */
function isChosen(
  result: Float64Array,
  inputs: readonly { readonly data: Float64Array }[],
): boolean {
  const known = new Set(inputs.flatMap(({ data }) => [...data]).concat(0));
  return result.every((x) => known.has(x));
}

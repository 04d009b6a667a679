/**
 * Random search that can be repeated: draw number i of a parameter is a function of (seed, parameter, i), so asking for
 * more draws or adding a parameter keeps the ones that were there.
 */
import { seed } from "../shared/brand.ts";
import { createStream } from "../shared/random.ts";
import type { Combination, ParameterRange, Place, RandomForm } from "./sweep-block.ts";

/** `count` combinations, each with one value of every parameter. */
export function drawCombinations(form: RandomForm, place: Place): readonly Combination[] {
  const parameters = Object.entries(form.parameters);
  return Array.from({ length: form.count }, (_, i) =>
    parameters.map(([path, range]) => ({
      path,
      value: drawValue(form.seed, path, range, i),
      place: [...place, "parameters", path],
    })),
  );
}

/** uniform: minimum + u·(maximum − minimum). log-uniform: minimum·(maximum/minimum)^u. choice: each value alike. */
function drawValue(formSeed: number, path: string, range: ParameterRange, index: number): unknown {
  const stream = createStream(seed(formSeed), `sweep/random/${path}`, index);
  if (range.kind === "choice") return range.values[stream.integer(range.values.length)];
  const { minimum, maximum, digits = 3 } = range;
  const share = stream.uniform();
  const value =
    range.kind === "uniform"
      ? minimum + share * (maximum - minimum)
      : Math.exp(Math.log(minimum) + share * (Math.log(maximum) - Math.log(minimum)));
  return Math.min(maximum, Math.max(minimum, Number(value.toPrecision(digits))));
}

/**
 * What an update did to a network, in double precision over every trainable variable. Costs a copy of the weights and one
 * pass over them.
 */
import type { UpdateMeasures } from "./executor.ts";
import type { NetworkMemory } from "./memory.ts";

/** Performs `update` and measures it. The regions' padding is zero throughout, so it adds nothing. */
export function measureUpdate(
  { parameters, gradients }: Pick<NetworkMemory, "parameters" | "gradients">,
  update: () => void,
): UpdateMeasures {
  const before = copyOf(parameters);
  update();
  // Locals that no closure shares: those would be kept on the heap, which makes the loop ten times slower.
  let gradientSquares = 0;
  let weightSquares = 0;
  let changeSquares = 0;
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i] ?? NaN;
    const weight = before[i] ?? NaN;
    const change = (parameters[i] ?? NaN) - weight;
    gradientSquares += gradient * gradient;
    weightSquares += weight * weight;
    changeSquares += change * change;
  }
  return {
    gradientNorm: Math.sqrt(gradientSquares),
    updateRatio: Math.sqrt(changeSquares / weightSquares),
  };
}

/** Kept from call to call: fresh megabytes cost more than filling them. */
let scratch = new Float32Array();

function copyOf(values: Float32Array): Float32Array {
  if (scratch.length < values.length) scratch = new Float32Array(values.length);
  scratch.set(values);
  return scratch;
}

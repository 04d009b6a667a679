/** What an update did to a network, in double precision over every trainable variable. Costs a copy of the weights. */
import type { UpdateMeasures } from "./executor.ts";
import type { NetworkMemory } from "./memory.ts";

/** Performs `update` and measures it. */
export function measureUpdate(network: NetworkMemory, update: () => void): UpdateMeasures {
  const before = network.variables.map(({ parameter }) => parameter.slice());
  update();
  let [gradients, weights, changes] = [0, 0, 0];
  for (const [index, { gradient, parameter }] of network.variables.entries()) {
    const old = before[index] ?? parameter;
    gradients += sumOfSquares(gradient);
    weights += sumOfSquares(old);
    changes += sumOfSquaredDifferences(parameter, old);
  }
  return { gradientNorm: Math.sqrt(gradients), updateRatio: Math.sqrt(changes / weights) };
}

// Plain loops over local numbers: sums kept in variables that a closure shares are about ten times slower.

function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    sum += value * value;
  }
  return sum;
}

/** Both of one length. */
function sumOfSquaredDifferences(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) {
    const difference = (one[i] ?? NaN) - (other[i] ?? NaN);
    sum += difference * difference;
  }
  return sum;
}

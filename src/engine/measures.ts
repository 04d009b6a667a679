/** What an update did to a network, in double precision over every trainable variable. Costs a copy of the weights. */
import type { UpdateMeasures } from "./executor.ts";
import type { NetworkMemory } from "./memory.ts";

/** Performs `update` and measures it. */
export function measureUpdate(network: NetworkMemory, update: () => void): UpdateMeasures {
  const before = network.variables.map(({ parameter }) => parameter.slice());
  update();
  let [gradients, weights, changes] = [0, 0, 0];
  network.variables.forEach(({ gradient, parameter }, index) => {
    const old = before[index] ?? parameter;
    for (let i = 0; i < parameter.length; i++) {
      const [slope, weight] = [gradient[i] ?? NaN, old[i] ?? NaN];
      const change = (parameter[i] ?? NaN) - weight;
      gradients += slope * slope;
      weights += weight * weight;
      changes += change * change;
    }
  });
  return { gradientNorm: Math.sqrt(gradients), updateRatio: Math.sqrt(changes / weights) };
}

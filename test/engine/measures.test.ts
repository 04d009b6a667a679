import { describe, expect, test } from "vitest";

import { measureUpdate } from "../../src/engine/measures.ts";
import type { NetworkVariable } from "../../src/engine/memory.ts";

describe("measureUpdate", () => {
  test("gives the norms over all variables of a network, of the gradient and of the change", () => {
    const parameters = Float32Array.of(3, 0, 4);
    const gradients = Float32Array.of(2, 3, 6);
    const view = (name: string, from: number, to: number): NetworkVariable => ({
      name,
      parameter: parameters.subarray(from, to),
      gradient: gradients.subarray(from, to),
      slots: [],
    });
    const variables = [view("kernel", 0, 2), view("bias", 2, 3)];
    const measures = measureUpdate({ parameters, gradients, slots: [], variables }, () => {
      parameters[0] = 2.5;
      parameters[2] = 4.25;
    });
    expect(measures.gradientNorm).toBe(7); // √(4 + 9 + 36)
    // √(0.5² + 0.25²) / √(3² + 4²)
    expect(measures.updateRatio).toBeCloseTo(Math.sqrt(0.3125) / 5, 12);
  });
});

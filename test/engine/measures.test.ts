import { describe, expect, test } from "vitest";

import { measureUpdate } from "../../src/engine/measures.ts";

describe("measureUpdate", () => {
  const network = (): { parameters: Float32Array; gradients: Float32Array } => ({
    parameters: Float32Array.of(3, 0, 4),
    gradients: Float32Array.of(2, 3, 6),
  });

  test("gives the norms over a whole network, of the gradient and of the change", () => {
    const { parameters, gradients } = network();
    const measures = measureUpdate({ parameters, gradients }, () => {
      parameters[0] = 2.5;
      parameters[2] = 4.25;
    });
    expect(measures.gradientNorm).toBe(7); // √(4 + 9 + 36)
    // √(0.5² + 0.25²) / √(3² + 4²)
    expect(measures.updateRatio).toBeCloseTo(Math.sqrt(0.3125) / 5, 12);
  });

  test("a larger network measured before leaves nothing behind", () => {
    const large = new Float32Array(100).fill(9);
    measureUpdate({ parameters: large, gradients: large }, () => undefined);
    const { gradientNorm, updateRatio } = measureUpdate(network(), () => undefined);
    expect([gradientNorm, updateRatio]).toEqual([7, 0]);
  });
});

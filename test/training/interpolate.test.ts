import { describe, expect, test } from "vitest";

import { interpolate } from "../../src/training/interpolate.ts";

const between = (
  from: readonly number[],
  to: readonly number[],
  steps: number,
  distribution: "normal" | "uniform",
): number[] => [
  ...interpolate(Float32Array.from(from), Float32Array.from(to), { steps, distribution }),
];

describe("interpolate", () => {
  test("goes straight between uniform latents", () => {
    expect(between([0, 0], [1, -1], 3, "uniform")).toEqual([0, 0, 0.5, -0.5, 1, -1]);
  });

  test("keeps the length of normal latents on the arc between them", () => {
    const [x0, y0, x1, y1, x2, y2] = between([1, 0], [0, 1], 3, "normal");
    const half = Math.SQRT1_2;
    [x0, y0, x1, y1, x2, y2].forEach((value, i) => {
      expect(value).toBeCloseTo([1, 0, half, half, 0, 1][i] ?? NaN, 6);
    });
  });

  test("gives the ends exactly, and numbers between equal ones", () => {
    const path = between([1, 2], [1, 2], 4, "normal");
    expect(path).toEqual([1, 2, 1, 2, 1, 2, 1, 2]);
    expect(between([3], [4], 1, "uniform")).toEqual([3]);
  });

  test("gives numbers between opposite latents, where no arc is the shortest", () => {
    expect(between([1, 0], [-1, 0], 3, "normal").every(Number.isFinite)).toBe(true);
  });
});

import { describe, expect, test } from "vitest";

import { drawCombinations } from "../../src/plan/random-form.ts";
import type { ParameterRange } from "../../src/plan/sweep-block.ts";

const draw = (
  parameters: Readonly<Record<string, ParameterRange>>,
  count: number,
  seed = 7,
): readonly (readonly unknown[])[] =>
  drawCombinations({ count, seed, parameters }, []).map((cell) => cell.map(({ value }) => value));

describe("drawCombinations", () => {
  const rate: ParameterRange = { kind: "log-uniform", minimum: 1e-5, maximum: 1e-2 };

  test("draws the same values for the same seed and other values for another", () => {
    expect(draw({ rate }, 5)).toEqual(draw({ rate }, 5));
    expect(draw({ rate }, 5, 8)).not.toEqual(draw({ rate }, 5));
  });

  test("keeps earlier draws when more are asked for or a parameter is added", () => {
    const first = draw({ rate }, 3).map(([value]) => value);
    const more = draw({ beta: { kind: "uniform", minimum: 0, maximum: 1 }, rate }, 9);
    expect(more.slice(0, 3).map(([, value]) => value)).toEqual(first);
  });

  test("spreads log-uniform draws evenly over magnitudes, inside the bounds", () => {
    const values = draw({ rate }, 3000).map(([value]) => Number(value));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(1e-5);
    expect(Math.max(...values)).toBeLessThanOrEqual(1e-2);
    // Each of the three decades holds 1000 ± 4·√(3000·⅓·⅔) = 1000 ± 104 draws.
    for (const decade of [1e-5, 1e-4, 1e-3]) {
      const inside = values.filter((value) => value >= decade && value < 10 * decade).length;
      expect(Math.abs(inside - 1000)).toBeLessThan(104);
    }
  });

  test("spreads uniform draws evenly, with the mean in the middle", () => {
    const values = draw({ x: { kind: "uniform", minimum: -1, maximum: 3 } }, 3000).map(([v]) =>
      Number(v),
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    // Standard error of the mean: (4/√12)/√3000 = 0.021; four of them.
    expect(Math.abs(mean - 1)).toBeLessThan(0.085);
  });

  test("rounds to the significant digits that were asked for", () => {
    const values = draw({ x: { kind: "uniform", minimum: 0, maximum: 1, digits: 2 } }, 50);
    for (const [value] of values) expect(Number(Number(value).toPrecision(2))).toBe(value);
  });

  test("chooses every value of a choice", () => {
    const values = draw({ x: { kind: "choice", values: ["a", "b", "c"] } }, 60);
    expect(new Set(values.flat())).toEqual(new Set(["a", "b", "c"]));
  });
});

import { describe, expect, test } from "vitest";

import type { InitializerSpec } from "../../src/config/spec.ts";
import { initializeVariables } from "../../src/gan/initialize.ts";
import type { VariableDeclaration } from "../../src/gan/step-plan.ts";
import { seed } from "../../src/shared/brand.ts";

const declare = (
  initializer: InitializerSpec,
  shape: readonly number[],
  name = "generator/0-dense/kernel",
): VariableDeclaration => ({
  name,
  network: "generator",
  shape,
  role: "trainable",
  initializer,
  gradientIsZero: false,
});

function draw(initializer: InitializerSpec, shape: readonly number[], number = 1): Float32Array {
  const declaration = declare(initializer, shape);
  const values = initializeVariables([declaration], seed(number)).get(declaration.name);
  if (values === undefined) throw new Error("Nothing was drawn");
  return values;
}

function moments(values: Float32Array): { mean: number; variance: number; largest: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    variance,
    largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
}

describe("initializeVariables", () => {
  test("is a function of the seed and the variable's name, not of the other variables", () => {
    const normal: InitializerSpec = { kind: "normal", mean: 0, standardDeviation: 1 };
    const [one, two] = [declare(normal, [3], "one"), declare(normal, [3], "two")];
    const both = initializeVariables([one, two], seed(1));
    expect(initializeVariables([two], seed(1)).get("two")).toEqual(both.get("two"));
    expect(both.get("one")).not.toEqual(both.get("two"));
    expect(initializeVariables([two], seed(2)).get("two")).not.toEqual(both.get("two"));
  });

  test("fills with zeros and ones", () => {
    expect([...draw({ kind: "zeros" }, [2])]).toEqual([0, 0]);
    expect([...draw({ kind: "ones" }, [2])]).toEqual([1, 1]);
  });

  // [window 2 × 2, 50 in, 100 out]: fanIn 200, fanOut 400.
  test.each<[InitializerSpec, number, number]>([
    [{ kind: "normal", mean: 0, standardDeviation: 0.5 }, 0.25, Infinity],
    [{ kind: "truncated-normal", mean: 0, standardDeviation: 0.5 }, 0.25 * 0.774, 1],
    [{ kind: "glorot-uniform" }, 2 / 600, Math.sqrt(6 / 600)],
    [{ kind: "glorot-normal" }, 2 / 600, (2 * Math.sqrt(2 / 600)) / 0.8796],
    [{ kind: "he-uniform" }, 2 / 200, Math.sqrt(6 / 200)],
    [{ kind: "he-normal" }, 2 / 200, (2 * Math.sqrt(2 / 200)) / 0.8796],
  ])("draws %o with its variance and within its bounds", (initializer, variance, bound) => {
    const drawn = moments(draw(initializer, [2, 2, 50, 100]));
    // 20,000 draws: the mean's standard error is σ/141, the variance's about 1 %.
    expect(Math.abs(drawn.mean)).toBeLessThan(Math.sqrt(variance) / 40);
    expect(drawn.variance / variance).toBeGreaterThan(0.96);
    expect(drawn.variance / variance).toBeLessThan(1.04);
    expect(drawn.largest).toBeLessThanOrEqual(bound * (1 + 1e-6));
  });

  test("adds the mean", () => {
    const shifted = draw({ kind: "normal", mean: 3, standardDeviation: 0.1 }, [1000]);
    expect(moments(shifted).mean).toBeCloseTo(3, 1);
    const truncated = draw({ kind: "truncated-normal", mean: 3, standardDeviation: 0.1 }, [1000]);
    expect(moments(truncated).mean).toBeCloseTo(3, 1);
  });

  test.each([
    ["tall", 7, 4],
    ["wide", 4, 7],
    ["square", 5, 5],
    ["a column", 6, 1],
  ])("makes %s matrices whose shorter side is orthogonal, times the gain", (_, rows, columns) => {
    const matrix = draw({ kind: "orthogonal", gain: 1.5 }, [rows, columns]);
    const tall = rows >= columns;
    const count = Math.min(rows, columns);
    const element = (vector: number, i: number): number =>
      (tall ? matrix[i * columns + vector] : matrix[vector * columns + i]) ?? NaN;
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++) {
        let product = 0;
        for (let i = 0; i < Math.max(rows, columns); i++) product += element(a, i) * element(b, i);
        expect(product).toBeCloseTo(a === b ? 2.25 : 0, 5);
      }
  });

  test("draws orthogonal matrices without a preferred sign", () => {
    let positive = 0;
    for (let number = 0; number < 400; number++) {
      const [corner] = draw({ kind: "orthogonal", gain: 1 }, [3, 3], number);
      if ((corner ?? NaN) > 0) positive += 1;
    }
    // 400 fair coins: ±4 standard deviations are ±40. A QR without the sign correction gives 0 or 400.
    expect(Math.abs(positive - 200)).toBeLessThan(40);
  });
});

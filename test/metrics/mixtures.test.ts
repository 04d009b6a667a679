import { describe, expect, test } from "vitest";

import { klFromCounts } from "../../src/metrics/divergence.ts";
import { highQualityShare } from "../../src/metrics/high-quality-share.ts";
import { mixtureModes } from "../../src/metrics/mixture-modes.ts";
import { referenceSamples } from "../../src/metrics/references.ts";
import { reverseKl } from "../../src/metrics/reverse-kl.ts";
import { seed } from "../../src/shared/brand.ts";
import { ofMixture, repeat, TWO_MODES } from "./datasets.ts";

const points = (...values: readonly number[]): Float32Array => Float32Array.from(values);

/** The ring of 8, radius 1, σ = 0.01, mode 0 on top; `top` is its weight relative to the others'. */
function ring(top: number) {
  const angles = Array.from({ length: 8 }, (_, k) => (2 * Math.PI * k) / 8);
  return ofMixture({
    means: Float32Array.from(angles.flatMap((angle) => [Math.sin(angle), Math.cos(angle)])),
    weights: Float64Array.from({ length: 8 }, (_, k) => (k === 0 ? top : 1) / (7 + top)),
    standardDeviation: 0.01,
  });
}

describe("mixture-modes", () => {
  test("a mode counts from one sample within 3σ, and in modes-20 from twenty", () => {
    const nineteen = points(...repeat(19, -1, 0.29), ...repeat(20, 1, 0));
    expect(mixtureModes.evaluate(nineteen, TWO_MODES)).toEqual({ modes: 2, "modes-20": 1 });
  });

  test("3σ itself is outside: the published code compares with <", () => {
    expect(mixtureModes.evaluate(points(0.7, 0, -1.31, 0), TWO_MODES)).toEqual({
      modes: 0,
      "modes-20": 0,
    });
  });
});

describe("high-quality-share", () => {
  test("is the share within 3σ = 0.3, and the loose one within 10σ = 1", () => {
    // Distances to the nearest mode: 0, 0.29, 0.31, 0.99, 2.
    const samples = points(-1, 0, 1, 0.29, 1, -0.31, 1.99, 0, 1, 2);
    expect(highQualityShare.evaluate(samples, TWO_MODES)).toEqual({
      "high-quality-share": 2 / 5,
      "high-quality-share-loose": 4 / 5,
    });
  });

  test("a perfect sampler of the plane scores 1 − e^(−4.5) = 98.89 %, not 100, within five standard errors", () => {
    const n = 100_000;
    const { perfectSampler } = referenceSamples(ring(1), n, seed(5));
    const share = highQualityShare.evaluate(perfectSampler, ring(1))["high-quality-share"] ?? 0;
    const expected = 1 - Math.exp(-4.5);
    expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / n));
  });
});

describe("reverse-kl", () => {
  const at = (mode: number): number[] => [
    Math.sin((2 * Math.PI * mode) / 8),
    Math.cos((2 * Math.PI * mode) / 8),
  ];

  test("a single mode of eight gives ln 8 = 2.0794", () => {
    const value = reverseKl.evaluate(points(...repeat(50, ...at(3))), ring(1))["reverse-kl"];
    expect(value).toBeCloseTo(2.0794415, 6);
  });

  test("without any high-quality sample it is the largest possible: ln 8 for equal modes, ln 9 for the doubled ring", () => {
    expect(reverseKl.evaluate(points(0, 0), ring(1))["reverse-kl"]).toBeCloseTo(Math.log(8), 12);
    expect(reverseKl.evaluate(points(0, 0), ring(2))["reverse-kl"]).toBeCloseTo(Math.log(9), 12);
  });

  test("the doubled ring's true shares give 0; against equal weights they would give 0.03625", () => {
    const shares = [2, 1, 1, 1, 1, 1, 1, 1];
    const perfect = points(...shares.flatMap((count, mode) => repeat(count, ...at(mode))));
    expect(reverseKl.evaluate(perfect, ring(2))["reverse-kl"]).toBeCloseTo(0, 12);
    expect(reverseKl.evaluate(perfect, ring(1))["reverse-kl"]).toBeCloseTo(0.03625, 5);
  });

  test("counts only high-quality samples", () => {
    // Three at the mode of weight ¾, one at the other; the crowd in the middle is nobody's.
    const samples = points(...repeat(3, 1, 0), -1, 0, ...repeat(100, 0.1, 0));
    expect(reverseKl.evaluate(samples, TWO_MODES)["reverse-kl"]).toBeCloseTo(0, 12);
  });
});

describe("klFromCounts", () => {
  test("0·ln 0 is 0, and a count on an impossible class is infinite", () => {
    expect(klFromCounts([5, 0], [0.5, 0.5])).toBeCloseTo(Math.log(2), 12);
    expect(klFromCounts([1, 1], [1, 0])).toBe(Infinity);
  });

  test("a single class of 1,000 gives ln 1000 = 6.9078, of 25 gives ln 25 = 3.2189", () => {
    for (const [classes, expected] of [
      [1000, 6.9077553],
      [25, 3.2188758],
    ] as const) {
      const counts = Array.from({ length: classes }, (_, i) => (i === 0 ? 7 : 0));
      const uniform = new Array<number>(classes).fill(1 / classes);
      expect(klFromCounts(counts, uniform)).toBeCloseTo(expected, 6);
    }
  });
});

import { describe, expect, test } from "vitest";

import { loadDataset } from "../../src/data/registry.ts";
import { mixtureOutcome } from "../../src/metrics/mixture-outcome.ts";
import { referenceSamples } from "../../src/metrics/references.ts";
import { seed } from "../../src/shared/brand.ts";
import { repeat } from "./datasets.ts";

const ring = await loadDataset({
  kind: "mixture",
  modes: { kind: "ring", count: 8, radius: 1, doubledTop: false },
  standardDeviation: 0.01,
});

/** `count` samples at a distance `outward` beyond mode k. */
const at = (mode: number, count: number, outward = 0): number[] => {
  const angle = (2 * Math.PI * mode) / 8;
  return repeat(count, (1 + outward) * Math.sin(angle), (1 + outward) * Math.cos(angle));
};
const judge = (...points: readonly number[][]): Readonly<Record<string, number>> =>
  mixtureOutcome.evaluate(Float32Array.from(points.flat()), ring);

describe("mixture-outcome", () => {
  test("covered: every mode has 20 of 2,500 samples within 0.2; nineteen are too few", () => {
    const rest = (count: number): number[] => at(0, 2500 - 6 * 20 - count);
    const others = [1, 2, 3, 4, 5, 6].map((mode) => at(mode, 20, 0.19));
    expect(judge(rest(20), ...others, at(7, 20))).toMatchObject({ covered: 1 });
    expect(judge(rest(19), ...others, at(7, 19))).toMatchObject({ covered: 0 });
    // Within 0.21 is not near.
    expect(judge(rest(20), ...others, at(7, 20, 0.21))).toMatchObject({ covered: 0 });
  });

  test("collapsed: 80 % of the samples are nearest to two modes, however far from them", () => {
    expect(judge(at(2, 50, 3), at(5, 30, 3), at(1, 10), at(3, 10))).toMatchObject({ collapsed: 1 });
    expect(judge(at(2, 50), at(5, 29), at(1, 11), at(3, 10))).toMatchObject({ collapsed: 0 });
  });

  test("off-target: fewer than 20 % of the samples are within 0.2 of any mode", () => {
    expect(judge(at(0, 20), at(4, 80, 0.5))).toMatchObject({ "off-target": 0, "near-share": 0.2 });
    expect(judge(at(0, 19), at(4, 81, 0.5))).toMatchObject({ "off-target": 1, "near-share": 0.19 });
  });

  test("a perfect sampler covers and is neither collapsed nor off target", () => {
    const { perfectSampler } = referenceSamples(ring, 2500, seed(1));
    expect(mixtureOutcome.evaluate(perfectSampler, ring)).toEqual({
      covered: 1,
      collapsed: 0,
      "off-target": 0,
      "near-share": 1,
    });
  });

  test("uniform noise has 20 of 2,500 samples near every mode, yet never covers, be it 2,500 or 500 samples", () => {
    const noise = (n: number, k: number): Readonly<Record<string, number>> =>
      mixtureOutcome.evaluate(referenceSamples(ring, n, seed(k)).uniformNoise, ring);
    expect(noise(2500, 1)).toMatchObject({ covered: 0, collapsed: 0, "off-target": 1 });
    const draws = Array.from({ length: 200 }, (_, k) => [noise(500, k), noise(2500, k)]).flat();
    expect(draws.filter(({ covered }) => covered === 1)).toEqual([]);
    expect(draws.some(({ "near-share": share = 0 }) => share >= 0.2)).toBe(true);
  });

  test("covered: at least 30 % of the samples are near some mode", () => {
    const modes = [0, 1, 2, 3, 4, 5, 6, 7].map((mode) => at(mode, 30));
    expect(judge(...modes, at(0, 560, 1))).toMatchObject({ covered: 1, "near-share": 0.3 });
    expect(judge(...modes, at(0, 561, 1))).toMatchObject({ covered: 0, "off-target": 0 });
  });

  test("a single point at the origin is off target", () => {
    expect(judge(repeat(100, 0, 0))).toMatchObject({
      covered: 0,
      "off-target": 1,
      "near-share": 0,
    });
  });

  test("samples that are not finite are near no mode", () => {
    expect(judge(repeat(10, NaN, NaN))).toMatchObject({ covered: 0, "off-target": 1 });
  });
});

import { describe, expect, test } from "vitest";

import { fillFromMixture } from "../../src/data/batches.ts";
import type { Mixture } from "../../src/data/dataset.ts";
import type { MixtureSpec } from "../../src/data/mixture.ts";
import { describeDataset, loadDataset } from "../../src/data/registry.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream } from "../../src/shared/random.ts";

const RING: MixtureSpec = {
  kind: "mixture",
  modes: { kind: "ring", count: 8, radius: 1, doubledTop: false },
  standardDeviation: 0.01,
};
const DOUBLED: MixtureSpec = {
  ...RING,
  modes: { kind: "ring", count: 8, radius: 1, doubledTop: true },
};
const GRID: MixtureSpec = {
  kind: "mixture",
  modes: { kind: "grid", side: 5, spacing: 2 },
  standardDeviation: 0.05,
};

/** The toy data of WGAN-GP's code: noise 0.25 and all divided by 7.5. */
const ROLL: MixtureSpec = {
  kind: "mixture",
  modes: { kind: "swiss-roll", count: 400, scale: 7.5 },
  standardDeviation: 1 / 30,
};

function mixtureOf(spec: MixtureSpec): Mixture {
  const { mixture } = describeDataset(spec);
  if (mixture === null) throw new Error("Expected a mixture");
  return mixture;
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });
}

describe("mixture", () => {
  test("a ring of 8 starts at the top and goes clockwise, √½ = 0.70711 between the axes", () => {
    const h = Math.SQRT1_2;
    const { means, weights, standardDeviation } = mixtureOf(RING);
    expectClose(means, [0, 1, h, h, 1, 0, h, -h, 0, -1, -h, -h, -1, 0, -h, h], 7);
    expect(Array.from(weights)).toEqual(new Array(8).fill(1 / 8));
    expect(standardDeviation).toBe(0.01);
  });

  test("the radius scales a ring", () => {
    const modes = { kind: "ring", count: 4, radius: 2, doubledTop: false } as const;
    expectClose(mixtureOf({ ...RING, modes }).means, [0, 2, 2, 0, 0, -2, -2, 0], 7);
  });

  test("the authors' doubled top mode weighs 2/9, the seven others 1/9", () => {
    const { means, weights } = mixtureOf(DOUBLED);
    expectClose(means.subarray(0, 2), [0, 1], 12);
    expectClose(weights, [2 / 9, ...new Array<number>(7).fill(1 / 9)], 15);
  });

  test("a 5 × 5 grid has means {−4, −2, 0, 2, 4}², each of weight 1/25", () => {
    const axis = [-4, -2, 0, 2, 4];
    const expected = axis.flatMap((y) => axis.flatMap((x) => [x, y]));
    expect(Array.from(mixtureOf(GRID).means)).toEqual(expected);
    expectClose(mixtureOf(GRID).weights, new Array<number>(25).fill(0.04), 15);
  });

  test("an even grid is centred too: side 2, spacing 2 gives ±1", () => {
    const modes = { kind: "grid", side: 2, spacing: 2 } as const;
    expect(Array.from(mixtureOf({ ...GRID, modes }).means)).toEqual([-1, -1, 1, -1, -1, 1, 1, 1]);
  });

  test("a swiss roll winds from 1.5π to 4.5π, its angles in the middle of equal parts", () => {
    const modes = { kind: "swiss-roll", count: 3, scale: 2 } as const;
    // Parts of π: t = 2π, 3π, 4π, where sin t = 0 and cos t = 1, −1, 1.
    const expected = [Math.PI, 0, -1.5 * Math.PI, 0, 2 * Math.PI, 0];
    expectClose(mixtureOf({ ...ROLL, modes }).means, expected, 6);
  });

  test("40,000 draws of WGAN-GP's swiss roll have the moments of its formula, within five standard errors", () => {
    const n = 40_000;
    const points = new Float32Array(2 * n);
    fillFromMixture(createStream(seed(1), "roll"), mixtureOf(ROLL), points);
    const x = points.filter((_, i) => i % 2 === 0);
    const y = points.filter((_, i) => i % 2 === 1);
    const mean = (values: Float32Array): number => values.reduce((sum, v) => sum + v, 0) / n;
    // By hand, t uniform in [1.5π, 4.5π]: E[t cos t] = 2, E[t sin t] = 2/(3π), E[t²] = 9.75π².
    expect(Math.abs(mean(x) - 2 / 7.5)).toBeLessThan((5 * 1) / Math.sqrt(n));
    expect(Math.abs(mean(y) - 2 / (3 * Math.PI) / 7.5)).toBeLessThan((5 * 1) / Math.sqrt(n));
    const squares = mean(x.map((v) => v * v)) + mean(y.map((v) => v * v));
    const expected = (9.75 * Math.PI ** 2) / 7.5 ** 2 + 2 / 900;
    expect(Math.abs(squares - expected)).toBeLessThan((5 * 1.05) / Math.sqrt(n));
  });

  test("no draw of it lies between the arms: none is more than 6 σ from the curve r = t", () => {
    const points = new Float32Array(2 * 5000);
    fillFromMixture(createStream(seed(2), "roll"), mixtureOf(ROLL), points);
    for (let i = 0; i < points.length; i += 2) {
      const [x = 0, y = 0] = points.subarray(i, i + 2);
      const angle = Math.atan2(y, x);
      const arms = [1, 2, 3].map((turns) => (angle + 2 * Math.PI * turns) / 7.5);
      const nearest = Math.min(...arms.map((radius) => Math.abs(Math.hypot(x, y) - radius)));
      expect(nearest).toBeLessThan(6 / 30);
    }
  });

  test("the digest tells rings, weights and deviations apart and repeats itself", async () => {
    const specs = [RING, DOUBLED, GRID, { ...RING, standardDeviation: 0.02 }];
    const digests = await Promise.all(specs.map(async (spec) => (await loadDataset(spec)).digest));
    expect(new Set(digests).size).toBe(4);
    expect((await loadDataset(RING)).digest).toBe(digests[0]);
  });

  test("90,000 draws of the doubled ring fall on modes by weight, with the stated spread, within five standard errors", () => {
    const mixture = mixtureOf(DOUBLED);
    const points = new Float32Array(180_000);
    fillFromMixture(createStream(seed(3), "draws"), mixture, points);
    const counts = new Array<number>(8).fill(0);
    let squares = 0;
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
      const mode = Math.round((Math.atan2(x, y) * 8) / (2 * Math.PI) + 8) % 8;
      counts[mode] = (counts[mode] ?? 0) + 1;
      squares +=
        (x - (mixture.means[2 * mode] ?? 0)) ** 2 + (y - (mixture.means[2 * mode + 1] ?? 0)) ** 2;
    }
    // Binomial standard errors: √(90000·2/9·7/9) = 124.7, √(90000·1/9·8/9) = 94.3.
    expect(Math.abs((counts[0] ?? 0) - 20_000)).toBeLessThan(5 * 124.7);
    for (const count of counts.slice(1)) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 94.3);
    // Σ of 180,000 squares of N(0, 0.01²): mean 18, standard error 1e-4·√(2·180000) = 0.06.
    expect(Math.abs(squares - 18)).toBeLessThan(5 * 0.06);
  });
});

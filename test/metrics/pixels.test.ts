import { describe, expect, test } from "vitest";

import type { Dataset } from "../../src/data/dataset.ts";
import { frechetDistance, momentsOf } from "../../src/metrics/frechet-distance.ts";
import { pixelDensityCoverage } from "../../src/metrics/pixel-density-coverage.ts";
import { pixelFrechetDistance } from "../../src/metrics/pixel-frechet-distance.ts";
import { pixelKernelDistance } from "../../src/metrics/pixel-kernel-distance.ts";
import { pixelPrecisionRecall } from "../../src/metrics/pixel-precision-recall.ts";
import { referencePixels, samplePixels } from "../../src/metrics/pixels.ts";
import { referenceSamples } from "../../src/metrics/references.ts";
import { evaluateMetrics } from "../../src/metrics/registry.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream } from "../../src/shared/random.ts";
import { valuesIn } from "../data/values.ts";

const SIDE = 3;
const ROWS = 4000;

/** Images of 3 × 3 pixels in [−1, 1]: a bright row or column at random, with some noise. */
function stripes(count: number, name: string): Float32Array {
  const stream = createStream(seed(1), name);
  const samples = new Float32Array(count * SIDE * SIDE);
  for (let image = 0; image < count; image++) {
    const line = stream.integer(SIDE);
    const upright = stream.integer(2) === 1;
    for (let i = 0; i < SIDE * SIDE; i++) {
      const on = (upright ? i % SIDE : Math.floor(i / SIDE)) === line;
      samples[image * SIDE * SIDE + i] = (on ? 0.5 : -0.9) + 0.4 * (stream.uniform() - 0.5);
    }
  }
  return samples;
}

const DATASET: Dataset = {
  kind: "stripes",
  sampleShape: [SIDE, SIDE, 1],
  size: ROWS,
  draws: null,
  digest: "",
  samples: stripes(ROWS, "data"),
  labels: null,
  classes: 0,
  mixture: null,
};

const METRICS = [
  pixelKernelDistance,
  pixelPrecisionRecall,
  pixelDensityCoverage,
  pixelFrechetDistance,
];
const N = 1000;
const judge = (samples: Float32Array): Readonly<Record<string, number>> =>
  evaluateMetrics(METRICS, samples, DATASET);

describe("pixel metrics", () => {
  const fresh = judge(stripes(N, "fresh"));
  const { uniformNoise } = referenceSamples(DATASET, N, seed(1));

  test("fresh samples of the data's own distribution score what is expected of equal distributions", () => {
    expect(Math.abs(fresh["pixel-kernel-distance"] ?? NaN)).toBeLessThan(0.01);
    expect(fresh["pixel-frechet-distance"]).toBeLessThan(0.02);
    expect(Math.abs((fresh["pixel-density"] ?? NaN) - 1)).toBeLessThan(0.15);
    expect(fresh["pixel-coverage"]).toBeGreaterThan(0.9);
    expect(fresh["pixel-precision"]).toBeGreaterThan(0.7);
    expect(fresh["pixel-recall"]).toBeGreaterThan(0.7);
  });

  test.each([
    ["uniform noise", uniformNoise],
    ["one grey", new Float32Array(N * SIDE * SIDE)],
    [
      "one image over and over",
      Float32Array.from({ length: N * 9 }, (_, i) => valuesIn(DATASET)[i % 9] ?? 0),
    ],
  ])("%s is far behind fresh samples in every distance and in coverage", (_, samples) => {
    const other = judge(samples);
    for (const tag of [
      "pixel-kernel-distance",
      "pixel-frechet-distance",
      "pixel-frechet-distance-unsquared",
    ]) {
      expect(other[tag]).toBeGreaterThan(10 * Math.max(0.01, fresh[tag] ?? NaN));
    }
    expect(other["pixel-coverage"]).toBeLessThan(0.5 * (fresh["pixel-coverage"] ?? NaN));
  });

  test("recall by itself is fooled by noise, whose balls are wide; precision tells", () => {
    expect(judge(uniformNoise)["pixel-recall"]).toBeGreaterThan(0.5);
    expect(judge(uniformNoise)["pixel-precision"]).toBe(0);
    expect(judge(new Float32Array(N * SIDE * SIDE))["pixel-recall"]).toBe(0);
  });

  test("noise loses density too", () => {
    expect(judge(uniformNoise)).toMatchObject({ "pixel-density": 0 });
  });

  test("the unsquared Fréchet distance is that of the function it abbreviates", () => {
    const samples = stripes(N, "narrow").map((value) => 0.5 * value);
    const real = momentsOf(referencePixels(DATASET, samples));
    const fake = momentsOf(samplePixels(samples, DATASET));
    expect(judge(samples)["pixel-frechet-distance-unsquared"]).toBeCloseTo(
      frechetDistance(real, fake, { meanTerm: "unsquared" }),
      10,
    );
  });

  test("fewer samples than ten a pixel are refused, and the number needed is told beforehand", () => {
    expect(pixelFrechetDistance.smallestSamples?.(DATASET)).toBe(90);
    expect(pixelFrechetDistance.smallestSamples?.({ sampleShape: [28, 28, 1] })).toBe(7840);
    expect(() => pixelFrechetDistance.evaluate(stripes(89, "few"), DATASET)).toThrow(
      "Expected at least 90 samples for a Fréchet distance of 9 features (10 per feature), got 89",
    );
    for (const metric of METRICS.slice(0, 3)) {
      const least = metric.smallestSamples?.(DATASET) ?? 0;
      const values = metric.evaluate(stripes(least, "least"), DATASET);
      expect(Object.values(values).every(Number.isFinite)).toBe(true);
    }
  });
});

describe("referencePixels", () => {
  test("takes as many rows as there are samples, spread evenly, scaled to [0, 1]", () => {
    const dataset: Dataset = {
      ...DATASET,
      sampleShape: [1],
      samples: Float32Array.of(-1, 0, 1, 0.5, -0.5, 1),
    };
    expect(Array.from(referencePixels(dataset, new Float32Array(3)).values)).toEqual([0, 1, 0.25]);
    expect(referencePixels(dataset, new Float32Array(99)).count).toBe(6);
  });
});

import { describe, expect, test } from "vitest";

import { classBalance } from "../../src/metrics/classifier-classes.ts";
import { classifierScore } from "../../src/metrics/classifier-score.ts";
import { predictedClasses } from "../../src/metrics/classifier.ts";
import { densityCoverage } from "../../src/metrics/density-coverage.ts";
import { featureMatrix } from "../../src/metrics/features.ts";
import type { FeatureMatrix } from "../../src/metrics/features.ts";
import { frechetDistance, momentsOf } from "../../src/metrics/frechet-distance.ts";
import {
  blockKernelDistance,
  kernelDistance,
  squaredDiscrepancy,
} from "../../src/metrics/kernel-distance.ts";
import { precisionRecall } from "../../src/metrics/precision-recall.ts";
import { splitChannels, stackedModes } from "../../src/metrics/stacked-modes.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream, fillNormal } from "../../src/shared/random.ts";
// From numpy and scipy; feature-metrics.py beside it makes the file.
import fixture from "../fixtures/metrics/feature-metrics.json" with { type: "json" };

type Side = (typeof fixture)["cases"][number]["real"];

/** The minimal standard generator, as the fixture's script has it. */
function uniforms(start: number, count: number): Float64Array {
  let state = start;
  return Float64Array.from({ length: count }, () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  });
}

/** scale · (x + ½ · its left neighbour) + shift, as the fixture's script has it. */
function features(
  n: number,
  d: number,
  { seed: start, scale, shift, constant }: Side,
): FeatureMatrix {
  const x = uniforms(start, n * d);
  const values = x.map((value, i) => {
    const column = i % d;
    if (constant && column === 0) return 0.25;
    const left = x[i - column + ((column + d - 1) % d)] ?? 0;
    return scale * (value + 0.5 * left) + shift;
  });
  return featureMatrix(values, d);
}

const rows = (dimension: number, ...values: readonly number[]): FeatureMatrix =>
  featureMatrix(Float64Array.from(values), dimension);

function gaussian(n: number, d: number, name: string): FeatureMatrix {
  const values = new Float32Array(n * d);
  fillNormal(createStream(seed(1), name), values);
  return featureMatrix(values, d);
}

describe.each(fixture.cases)("agrees with numpy and scipy on $name", (expected) => {
  const real = features(expected.n, expected.d, expected.real);
  const fake = features(expected.n, expected.d, expected.fake);

  test("Fréchet distance, squared and unsquared mean", () => {
    const [r, g] = [momentsOf(real), momentsOf(fake)];
    // scipy's root of a singular matrix is good to 1e-7 only.
    expect(frechetDistance(r, g)).toBeCloseTo(expected.frechet, 7);
    expect(frechetDistance(r, g, { meanTerm: "unsquared" })).toBeCloseTo(
      expected.frechetUnsquared,
      7,
    );
  });

  test("kernel distance", () => {
    expect(squaredDiscrepancy(real, fake)).toBeCloseTo(expected.kernelDistance, 10);
  });

  test("precision, recall, density and coverage, exactly", () => {
    const { precision, recall, density, coverage } = expected;
    expect(precisionRecall(real, fake)).toEqual({ precision, recall });
    const ours = densityCoverage(real, fake);
    expect(ours.density).toBeCloseTo(density, 12);
    expect(ours.coverage).toBe(coverage);
  });
});

describe("frechetDistance", () => {
  test("is 0 between a set and itself, and the squared shift between a set and its shifted copy", () => {
    const real = gaussian(500, 6, "frechet");
    const shifted = featureMatrix(
      real.values.map((value) => value + 2),
      6,
    );
    expect(frechetDistance(momentsOf(real), momentsOf(real))).toBeCloseTo(0, 9);
    // ‖(2, 2, 2, 2, 2, 2)‖² = 24; unsquared √24.
    expect(frechetDistance(momentsOf(real), momentsOf(shifted))).toBeCloseTo(24, 4);
    expect(
      frechetDistance(momentsOf(real), momentsOf(shifted), { meanTerm: "unsquared" }),
    ).toBeCloseTo(Math.sqrt(24), 4);
  });

  test("between N(0, 1) and N(μ, σ²) samples in one dimension is (difference of means)² + (difference of deviations)²", () => {
    // Means 0 and 3; variances (n − 1) of ten values ±1 and ±2: 10/9 and 40/9, deviations √(10/9) and twice that.
    const one = rows(1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1);
    const other = rows(1, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5);
    expect(frechetDistance(momentsOf(one), momentsOf(other))).toBeCloseTo(9 + 10 / 9, 10);
  });

  test("fewer than ten samples per feature are refused", () => {
    const error = (() => {
      try {
        momentsOf(gaussian(59, 6, "few"));
      } catch (thrown) {
        return thrown;
      }
      return null;
    })();
    expect(error).toMatchObject({
      code: "CONFIG",
      message:
        "Expected at least 60 samples for a Fréchet distance of 6 features (10 per feature), got 59",
    });
    expect(momentsOf(gaussian(60, 6, "few")).mean).toHaveLength(6);
  });

  test("features that are not finite give a distance that is not finite", () => {
    const real = gaussian(60, 2, "real");
    const broken = featureMatrix(
      real.values.map((value, i) => (i === 7 ? NaN : value)),
      2,
    );
    expect(frechetDistance(momentsOf(real), momentsOf(broken))).toBeNaN();
  });
});

describe("kernel distance", () => {
  test("by hand: one feature, real {0, 1}, fake {1, 2}", () => {
    // k(0,1) = 1; k(1,2) = 27; cross: k(0,1) = 1, k(0,2) = 1, k(1,1) = 8, k(1,2) = 27, mean 9.25.
    expect(squaredDiscrepancy(rows(1, 0, 1), rows(1, 1, 2))).toBeCloseTo(1 + 27 - 18.5, 12);
  });

  test("is near 0 between samples of one distribution, in blocks as in drawn subsets", () => {
    const [real, fake] = [gaussian(2000, 8, "one"), gaussian(2000, 8, "other")];
    const blocks = blockKernelDistance(real, fake, 500);
    const drawn = kernelDistance(real, fake, { subsets: 20, subsetSize: 500, seed: seed(1) });
    for (const { mean, standardDeviation } of [blocks, drawn]) {
      expect(Math.abs(mean)).toBeLessThan(4 * standardDeviation);
      expect(standardDeviation).toBeGreaterThan(0);
    }
  });

  test("drawn subsets are the same for the same seed", () => {
    const [real, fake] = [gaussian(60, 3, "one"), gaussian(50, 3, "other")];
    const options = { subsets: 4, subsetSize: 1000, seed: seed(9) };
    expect(kernelDistance(real, fake, options)).toEqual(kernelDistance(real, fake, options));
  });
});

describe("precisionRecall", () => {
  test("identical sets have both at 1", () => {
    const real = gaussian(100, 4, "same");
    expect(precisionRecall(real, real)).toEqual({ precision: 1, recall: 1 });
  });

  test("by hand on a line with k = 1: real {0, 1, 10}, fake {1.5, 30, 31}", () => {
    // Real radii 1, 1, 9: only 1.5 is inside. Fake radii 28.5, 1, 1: all real samples are within 28.5 of 1.5.
    expect(precisionRecall(rows(1, 0, 1, 10), rows(1, 1.5, 30, 31), 1)).toEqual({
      precision: 1 / 3,
      recall: 1,
    });
  });

  test("collapse keeps precision and loses recall; noise around loses precision", () => {
    const real = gaussian(300, 4, "real");
    const collapsed = featureMatrix(
      gaussian(300, 4, "fake").values.map((v) => v * 0.05),
      4,
    );
    expect(precisionRecall(real, collapsed).precision).toBeGreaterThan(0.95);
    expect(precisionRecall(real, collapsed).recall).toBeLessThan(0.05);
    const wide = featureMatrix(
      gaussian(300, 4, "fake").values.map((v) => v * 20),
      4,
    );
    expect(precisionRecall(real, wide).precision).toBeLessThan(0.05);
  });

  test("samples that are not finite are in no manifold and make none", () => {
    const real = gaussian(20, 2, "real");
    const broken = featureMatrix(new Float64Array(40).fill(NaN), 2);
    expect(precisionRecall(real, broken)).toEqual({ precision: 0, recall: 0 });
    expect(densityCoverage(real, broken)).toEqual({ density: 0, coverage: 0 });
  });

  test("fewer samples than neighbours are refused", () => {
    expect(() => precisionRecall(gaussian(3, 2, "a"), gaussian(9, 2, "b"))).toThrow(
      "Expected more than 3 samples",
    );
  });
});

describe("densityCoverage", () => {
  test("by hand on a line with k = 1: real {0, 1, 10}, fake {0.5, 0.6}", () => {
    // Radii 1, 1, 9 and distance 9.5, 9.4 from 10: each fake is in two balls, two of three balls hold a fake.
    expect(densityCoverage(rows(1, 0, 1, 10), rows(1, 0.5, 0.6), 1)).toEqual({
      density: 4 / 2,
      coverage: 2 / 3,
    });
  });

  test("equal distributions: density 1 and coverage 1 − 2^(−5) = 0.969 in expectation", () => {
    const { density, coverage } = densityCoverage(
      gaussian(3000, 2, "real"),
      gaussian(3000, 2, "fake"),
    );
    expect(Math.abs(density - 1)).toBeLessThan(0.05);
    expect(Math.abs(coverage - (1 - 2 ** -5))).toBeLessThan(0.015);
  });
});

describe("classifierScore", () => {
  test("agrees with numpy", () => {
    const { n, classes, seed: start, score } = fixture.score;
    const exponentials = uniforms(start, n * classes).map((value) => Math.exp(6 * value));
    const probabilities = exponentials.map((value, i) => {
      const first = i - (i % classes);
      const total = exponentials.subarray(first, first + classes).reduce((sum, v) => sum + v, 0);
      return value / total;
    });
    expect(classifierScore(featureMatrix(probabilities, classes))).toBeCloseTo(score, 10);
  });

  test("is the number of classes for decided, balanced predictions and 1 where all are alike", () => {
    const decided = rows(4, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
    expect(classifierScore(decided)).toBeCloseTo(4, 12);
    expect(classifierScore(rows(2, 0.9, 0.1, 0.9, 0.1))).toBeCloseTo(1, 12);
    expect(classifierScore(rows(2, 0.5, 0.5, 0.5, 0.5))).toBeCloseTo(1, 12);
  });
});

describe("classBalance", () => {
  test("counts classes seen at all and seen by one percent of their share", () => {
    // 10,000 samples, 10 classes: one percent of 1,000 is 10. Class 0: 9,982, class 1: 10, class 2: 8.
    const predictions = [
      ...new Array<number>(9982).fill(0),
      ...new Array<number>(10).fill(1),
      ...new Array<number>(8).fill(2),
    ];
    const balance = classBalance(predictions, new Array<number>(10).fill(0.1));
    expect(balance).toMatchObject({ covered: 3, coveredOnePercent: 2 });
  });

  test("a single class of ten gives ln 10 = 2.3026, the training frequencies 0", () => {
    const tenth = new Array<number>(10).fill(0.1);
    expect(classBalance([3, 3, 3], tenth).kl).toBeCloseTo(2.302585, 6);
    expect(classBalance([0, 0, 0, 1], [0.75, 0.25]).kl).toBeCloseTo(0, 12);
  });

  test("predictedClasses takes the most probable class, the first of equals", () => {
    const probabilities = rows(3, 0.2, 0.5, 0.3, 0.4, 0.2, 0.4);
    expect(Array.from(predictedClasses(probabilities))).toEqual([1, 0]);
  });
});

describe("stackedModes", () => {
  test("a single triple gives one mode and ln 1000 = 6.9078", () => {
    const { modes, kl } = stackedModes([4, 2, 7, 4, 2, 7]);
    expect(modes).toBe(1);
    expect(kl).toBeCloseTo(6.907755, 6);
  });

  test("every triple once gives 1,000 modes and 0", () => {
    const all = Array.from({ length: 1000 }, (_, i) => [
      Math.floor(i / 100),
      Math.floor(i / 10) % 10,
      i % 10,
    ]);
    const { modes, kl } = stackedModes(all.flat());
    expect(modes).toBe(1000);
    expect(kl).toBeCloseTo(0, 12);
  });

  test("a perfect sampler of 26,000 sees all modes with a KL of about 999/52000 = 0.0192", () => {
    const stream = createStream(seed(1), "stacked");
    const predictions = Uint8Array.from({ length: 3 * 26_000 }, () => stream.integer(10));
    const { modes, kl } = stackedModes(predictions);
    expect(modes).toBe(1000);
    // 2n·KL is about χ² with 999 degrees of freedom: deviation √1998 / 52000 = 0.00086.
    expect(Math.abs(kl - 999 / 52_000)).toBeLessThan(5 * 0.00086);
  });

  test("channels are taken apart, sample by sample", () => {
    // Two samples of two pixels, RGB interleaved.
    const samples = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    expect(Array.from(splitChannels(samples, 2))).toEqual([1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12]);
  });
});

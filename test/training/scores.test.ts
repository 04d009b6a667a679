import { describe, expect, test } from "vitest";

import { accuracy, scoreScalars, scoreStatistics } from "../../src/training/scores.ts";

describe("scoreStatistics", () => {
  test("gives the mean and the population standard deviation", () => {
    // mean (1 + 2 + 3 + 6)/4 = 3; variance (4 + 1 + 0 + 9)/4 = 3.5
    const { mean, std } = scoreStatistics(Float32Array.of(1, 2, 3, 6));
    expect(mean).toBe(3);
    expect(std).toBeCloseTo(Math.sqrt(3.5), 12);
  });
});

describe("accuracy", () => {
  test("counts real scores above and fake scores below the threshold", () => {
    const right = accuracy(Float32Array.of(0.6, 0.4), Float32Array.of(0.1, 0.2), {
      threshold: 0.5,
      realIsAbove: true,
    });
    expect(right).toBe(3 / 4);
  });

  test("turns round where the real label lies below the fake one", () => {
    const right = accuracy(Float32Array.of(0.6, 0.4), Float32Array.of(0.1, 0.9), {
      threshold: 0.5,
      realIsAbove: false,
    });
    expect(right).toBe(2 / 4); // 0.4 is real, 0.9 is fake
  });
});

describe("scoreScalars", () => {
  test("scales D so that a is 0 and b is 1", () => {
    const scalars = scoreScalars(Float32Array.of(1, 1), Float32Array.of(-1, 0), {
      a: -1,
      b: 1,
      c: 0,
    });
    expect(scalars["d/mean_real"]).toBe(1);
    expect(scalars["d_scaled/mean_real"]).toBe(1); // (1 + 1)/2
    expect(scalars["d_scaled/mean_fake"]).toBe(0.25); // (−0.5 + 1)/2
    expect(scalars["d_scaled/std_fake"]).toBe(0.25); // 0.5/2
    expect(scalars["d/accuracy"]).toBe(1); // threshold 0: 1 and 1 above, −1 and 0 not above
  });

  test("logits have no scaled tags and 0 as threshold", () => {
    const scalars = scoreScalars(Float32Array.of(2, -1), Float32Array.of(-2, 3), null);
    expect(Object.keys(scalars).filter((tag) => tag.startsWith("d_scaled"))).toEqual([]);
    expect(scalars["d/accuracy"]).toBe(2 / 4);
  });
});

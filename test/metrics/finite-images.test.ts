import { describe, expect, test } from "vitest";

import { classKl } from "../../src/metrics/class-kl.ts";
import { digitModes } from "../../src/metrics/digit-modes.ts";
import { matchedShare } from "../../src/metrics/matched-share.ts";
import { findNearestImages, matchRadius } from "../../src/metrics/nearest-image.ts";
import { FOUR_IMAGES, repeat } from "./datasets.ts";

const points = (...values: readonly number[]): Float32Array => Float32Array.from(values);

describe("matchRadius", () => {
  test("is half the smallest distance of two true images: ½·‖(0,0) − (3,0)‖ = 1.5", () => {
    expect(matchRadius(FOUR_IMAGES)).toBe(1.5);
  });
});

describe("findNearestImages", () => {
  test("gives index and squared distance, the first of equally near images", () => {
    const { indices, squaredDistances } = findNearestImages(points(1, 1, 0, 2, 8, 9), FOUR_IMAGES);
    expect(Array.from(indices)).toEqual([0, 0, 3]);
    expect(Array.from(squaredDistances)).toEqual([2, 4, 1]);
  });

  test("answers anew where the caller has written other samples into the same array", () => {
    const samples = points(0, 0);
    expect(findNearestImages(samples, FOUR_IMAGES).indices[0]).toBe(0);
    samples.set([9, 9]);
    expect(findNearestImages(samples, FOUR_IMAGES).indices[0]).toBe(3);
  });

  test("agrees with a plain search of all pairs on random images of an odd size", () => {
    let state = 1;
    const next = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
    const pixels = 7;
    const dataset = {
      ...FOUR_IMAGES,
      sampleShape: [1, pixels, 1],
      samples: Float32Array.from({ length: 13 * pixels }, next),
    };
    const samples = Float32Array.from({ length: 50 * pixels }, next);
    const { indices, squaredDistances } = findNearestImages(samples, dataset);
    for (let i = 0; i < 50; i++) {
      const distances = Array.from({ length: 13 }, (_, j) => {
        let sum = 0;
        for (let p = 0; p < pixels; p++) {
          sum += ((samples[i * pixels + p] ?? 0) - (dataset.samples[j * pixels + p] ?? 0)) ** 2;
        }
        return sum;
      });
      expect(indices[i]).toBe(distances.indexOf(Math.min(...distances)));
      expect(squaredDistances[i]).toBeCloseTo(Math.min(...distances), 6);
    }
  });
});

describe("matched-share", () => {
  test("counts samples nearer than the radius: 1.4 of 1.5 matches, 1.5 itself does not", () => {
    const samples = points(-1.4, 0, -1.5, 0, 9, 9, 6, 6);
    expect(matchedShare.evaluate(samples, FOUR_IMAGES)).toEqual({ "matched-share": 0.5 });
  });

  test("a sample that is not finite matches nothing", () => {
    const samples = points(NaN, NaN, Infinity, 0, 0, 0, 0, 0);
    expect(matchedShare.evaluate(samples, FOUR_IMAGES)).toEqual({ "matched-share": 0.5 });
  });
});

describe("digit-modes", () => {
  test("counts images matched at least once and at least five times, and only matched samples", () => {
    // Five at (0, 0), four at (0, 4), and twenty whose nearest image is (9, 9) at a distance of 2.
    const samples = points(...repeat(5, 0, 0.5), ...repeat(4, 0, 4), ...repeat(20, 9, 11));
    expect(digitModes.evaluate(samples, FOUR_IMAGES)).toEqual({
      "modes-covered": 2,
      "modes-covered-5": 1,
    });
  });
});

describe("class-kl", () => {
  test("compares with how often the data show each class: ½, ½ against ¾, ¼", () => {
    const samples = points(0, 0, 0, 4, 3, 0, 9, 9);
    const { "class-kl": kl, "classes-covered": covered } = classKl.evaluate(samples, FOUR_IMAGES);
    // ½ ln(½ / ¾) + ½ ln(½ / ¼) = ½ ln(4/3) = 0.143841
    expect(kl).toBeCloseTo(0.5 * Math.log(4 / 3), 12);
    expect(covered).toBe(2);
  });

  test("is 0 for the data's own frequencies and −ln ¼ where only the rarer class appears", () => {
    const own = points(...repeat(3, 0, 0), ...repeat(1, 3, 0));
    expect(classKl.evaluate(own, FOUR_IMAGES)).toEqual({ "class-kl": 0, "classes-covered": 2 });
    const rare = classKl.evaluate(points(...repeat(6, 9, 9)), FOUR_IMAGES);
    expect(rare["class-kl"]).toBeCloseTo(Math.log(4), 12);
    expect(rare["classes-covered"]).toBe(1);
  });
});

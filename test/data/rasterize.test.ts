import { describe, expect, test } from "vitest";

import { rasterize } from "../../src/data/rasterize.ts";

const polygon = (...points: readonly number[]): Float64Array => Float64Array.from(points);

describe("rasterize", () => {
  test("covers whole pixels with 1 and half pixels with a half", () => {
    // A rectangle from x = 0.5 to 2, y = 0 to 1.5.
    const coverage = rasterize([polygon(0.5, 0, 2, 0, 2, 1.5, 0.5, 1.5)], 3, 2);
    expect(Array.from(coverage)).toEqual([0.5, 1, 0, 0.25, 0.5, 0]);
  });

  test("covers half of each pixel on a diagonal", () => {
    const coverage = rasterize([polygon(0, 0, 2, 2, 0, 2)], 2, 2);
    expect(Array.from(coverage)).toEqual([0.5, 0, 1, 0.5]);
  });

  test("subtracts a hole drawn the other way round", () => {
    const square = polygon(0, 0, 3, 0, 3, 3, 0, 3);
    const hole = polygon(1, 1, 1, 2, 2, 2, 2, 1);
    const coverage = rasterize([square, hole], 3, 3);
    expect(Array.from(coverage)).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1]);
  });

  test("keeps the area of a slanted shape to 1e-12", () => {
    // Area by the shoelace formula of (1.3, 0.2), (6.7, 2.9), (3.1, 7.4): |5.4·7.2 − 1.8·2.7| / 2 = 17.01
    const coverage = rasterize([polygon(1.3, 0.2, 6.7, 2.9, 3.1, 7.4)], 8, 8);
    expect(coverage.reduce((sum, share) => sum + share, 0)).toBeCloseTo(17.01, 11);
  });

  test("cuts off what lies outside the frame on every side", () => {
    const coverage = rasterize([polygon(-5, -5, 9, -5, 9, 9, -5, 9)], 2, 2);
    expect(Array.from(coverage)).toEqual([1, 1, 1, 1]);
  });

  test("direction of a contour makes no difference to a single shape", () => {
    const forward = rasterize([polygon(0.2, 0.3, 3.6, 1.1, 2.2, 3.9)], 4, 4);
    const backward = rasterize([polygon(2.2, 3.9, 3.6, 1.1, 0.2, 0.3)], 4, 4);
    forward.forEach((share, i) => {
      expect(share).toBeCloseTo(backward[i] ?? NaN, 12);
    });
  });
});

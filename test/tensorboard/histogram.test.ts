import { describe, expect, test } from "vitest";

import { BUCKETS, histogramOf } from "../../src/tensorboard/histogram.ts";

const counts = (rows: Float64Array): number[] => [...rows].filter((_, i) => i % 3 === 2);

describe("histogramOf", () => {
  test("counts every finite value once, the largest in the last bucket", () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    const rows = histogramOf(values);
    expect(counts(rows).reduce((sum, count) => sum + count)).toBe(1000);
    expect(rows[0]).toBe(Math.min(...values));
    expect(rows[3 * BUCKETS - 2]).toBe(Math.max(...values));
  });

  test("without values all rows are zero", () => {
    expect(histogramOf([NaN])).toEqual(new Float64Array(3 * BUCKETS));
  });

  test("of equal values has equal edges and its whole count in the last bucket", () => {
    const rows = histogramOf([2.5, 2.5, 2.5]);
    expect([...rows].filter((_, i) => i % 3 !== 2)).toEqual(Array(2 * BUCKETS).fill(2.5));
    expect(counts(rows)).toEqual([...Array<number>(BUCKETS - 1).fill(0), 3]);
  });
});

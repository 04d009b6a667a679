/** The closed forms against D fitted to samples, and each claim against what it would take to be wrong. */
import { describe, expect, test } from "vitest";

import { analyse } from "../../src/analysis/analyse.ts";
import { fitDiscriminators } from "../../src/analysis/boundary-fakes.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream, fillNormal } from "../../src/shared/random.ts";

const SPEC = {
  kind: "boundary-fakes",
  realMean: { x: 1.5, y: 1 },
  fakeMean: { x: -0.5, y: -1 },
  labels: { a: 0, b: 1, c: 1 },
  distances: [-10, 0, 2.5, 10],
} as const;

describe("fitDiscriminators", () => {
  test("least squares is what fitting many samples gives", () => {
    const { direction, middle, leastSquaresSlope } = fitDiscriminators({ ...SPEC, distances: [] });
    const count = 200_000;
    const noise = new Float32Array(2 * count);
    fillNormal(createStream(seed(7), "fit"), noise);
    // Regression of the label on the distance from the boundary: slope = cov(s, y)/var(s), intercept ½ at the boundary.
    let [sumS, sumSS, sumSY] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const isReal = i % 2 === 0;
      const centre = isReal ? SPEC.realMean : SPEC.fakeMean;
      const x = centre.x + (noise[2 * i] ?? 0) - middle[0];
      const y = centre.y + (noise[2 * i + 1] ?? 0) - middle[1];
      const s = direction[0] * x + direction[1] * y;
      sumS += s;
      sumSS += s * s;
      sumSY += s * (isReal ? 0.5 : -0.5);
    }
    expect(sumS / count).toBeCloseTo(0, 1);
    expect(sumSY / sumSS / leastSquaresSlope).toBeCloseTo(1, 1.5);
  });

  test("cross-entropy is the log odds: d·(x − middle) with |d| the distance of the centres", () => {
    const { crossEntropySlope } = fitDiscriminators({ ...SPEC, distances: [] });
    expect(crossEntropySlope).toBeCloseTo(Math.hypot(2, 2), 12);
  });
});

describe("analyse", () => {
  test("G's gradient is 0 only where least squares has what G wants, and falls for cross-entropy", () => {
    const { tables } = analyse({ ...SPEC, distances: [-10, 0, 10] });
    const rows = tables[0]?.rows ?? [];
    // a = 0, b = 1, |d| = 2√2: slope 2√2/4/(1 + 2) at distance 0 from the boundary, where D is ½.
    const slope = Math.SQRT2 / 2 / 3;
    expect(rows[1]?.[1]).toBeCloseTo(0.5, 12);
    expect(rows[1]?.[2]).toBeCloseTo(0.5 * slope, 12);
    expect(rows[2]?.[2]).toBeCloseTo((0.5 + 10 * slope - 1) * slope, 12);
    expect(Number(rows[2]?.[4])).toBeLessThan(1e-10);
    expect(rows[0]?.[4]).toBeCloseTo(Math.hypot(2, 2), 10);
  });

  test("every committed kind says something of each of its claims, with numbers", () => {
    const loss = analyse({
      kind: "loss-curves",
      target: 1,
      crossEntropy: { from: -10, to: 10 },
      leastSquares: { from: -3, to: 5 },
      flatSlope: 0.01,
    });
    expect(loss.findings.map(({ verdict }) => verdict)).toEqual(["supported", "supported"]);
    const divergences = analyse({
      kind: "gaussian-divergences",
      means: [0, 1],
      largestMean: 30,
      schemes: [{ a: -1, b: 1, c: 0 }],
    });
    expect(divergences.findings.map(({ verdict }) => verdict)).toEqual([
      "supported",
      "contradicted",
      "supported",
      "supported",
      "contradicted",
    ]);
  });
});

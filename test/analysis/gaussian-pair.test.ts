/** The table of unit Gaussians, calculated apart (scipy quadrature), and the gradients against automatic differentiation. */
import { describe, expect, test } from "vitest";

import {
  computeDivergences,
  computeScheme,
  criterionIdentity,
} from "../../src/analysis/gaussian-pair.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { trace } from "../../src/program/trace.ts";

const PEARSON = { a: -1, b: 1, c: 0 };
const BINARY = { a: 0, b: 1, c: 1 };
const SCHEMES = [
  PEARSON,
  BINARY,
  { a: 0, b: 1, c: 0.5 },
  { a: -1, b: 1, c: 1 },
  { a: 0, b: 0.9, c: 1 },
];

/** m, JS, KL, Δ, G loss of (−1, 1, 0) and (0, 1, 1), their gradients, gradients of both regular GANs. */
const TABLE = [
  [0, 0, 0, 0, 0, 0.125, 0, 0, 0, 0],
  [0.25, 0.007752, 0.03125, 0.030774, 0.007693, 0.13077, 1.84e-3, 3.12e-2, 0.123, 0.127],
  [0.5, 0.030311, 0.125, 0.117892, 0.029473, 0.147105, 1.25e-2, 6.19e-2, 0.235, 0.265],
  [1, 0.111421, 0.5, 0.408109, 0.102027, 0.20152, 5.98e-2, 0.114, 0.398, 0.602],
  [2, 0.336831, 2, 1.100801, 0.2752, 0.3314, 0.133, 0.146, 0.45, 1.55],
  [3, 0.526777, 4.5, 1.605515, 0.401379, 0.426034, 0.11, 0.102, 0.296, 2.704],
  [4, 0.63272, 8, 1.862805, 0.465701, 0.474276, 5.69e-2, 4.85e-2, 0.137, 3.863],
  [6, 0.689298, 18, 1.991698, 0.497924, 0.498443, 5.66e-3, 4.53e-3, 1.2e-2, 5.988],
  [10, 0.693146, 50, 1.999998, 0.5, 0.5, 2.2e-6, 1.7e-6, 4.5e-6, 10],
  [15, 0.693147, 112.5, 2, 0.5, 0.5, 3.7e-13, 2.8e-13, 7.5e-13, 15],
  [30, 0.693147, 450, 2, 0.5, 0.5, 0, 0, 0, 30],
] as const;

describe("computeDivergences and computeScheme", () => {
  test.each(TABLE)(
    "at m = %d give the table's values",
    (m, js, kl, delta, loss, lossBinary, gradient, gradientBinary, saturating, nonSaturating) => {
      const found = computeDivergences(m);
      const pearson = computeScheme(m, PEARSON);
      const binary = computeScheme(m, BINARY);
      expectWithin(found.js, js, 1e-6);
      expectWithin(found.kl, kl, 1e-6);
      expectWithin(found.delta, delta, 1e-6);
      expectWithin(pearson.generatorLoss, loss, 1e-6);
      expectWithin(binary.generatorLoss, lossBinary, 1e-6);
      expectPrinted(pearson.generatorGradient, gradient);
      expectPrinted(binary.generatorGradient, gradientBinary);
      expectPrinted(found.saturating, saturating);
      expectWithin(found.nonSaturating, nonSaturating, 6e-4);
    },
  );

  test.each(SCHEMES)("2C(G) of ($a, $b, $c) is the identity's to 1e-12", (scheme) => {
    for (let m = 0; m <= 30; m += 0.75) {
      const { delta } = computeDivergences(m);
      const { criterion } = computeScheme(m, scheme);
      expectWithin(criterion, criterionIdentity(scheme, delta), 1e-12);
    }
  });

  test("near m = 0 the gradient is m³/8 for (−1, 1, 0) and m/8 for (0, 1, 1)", () => {
    for (const m of [0.02, 0.05]) {
      expectWithin(computeScheme(m, PEARSON).generatorGradient / (m ** 3 / 8), 1, 2e-2);
      expectWithin(computeScheme(m, BINARY).generatorGradient / (m / 8), 1, 2e-2);
    }
  });

  test("dJS/dm is half the saturating gradient", () => {
    const h = 1e-4;
    for (const m of [0.5, 1.65, 4]) {
      const slope = (computeDivergences(m + h).js - computeDivergences(m - h).js) / (2 * h);
      expectWithin(slope, computeDivergences(m).saturating / 2, 1e-8);
    }
  });

  test.each([0.25, 1, 3, 10])("gradients at m = %d are those of our autodiff to 1e-8", (m) => {
    for (const scheme of SCHEMES)
      expectWithin(computeScheme(m, scheme).generatorGradient, differentiated(m, scheme), 1e-8);
  });
});

const NODES = 2001;
const REACH = 14;

/**
 * d/dm of ½E_z[(D*(m + z) − c)²] as the program's own reverse mode has it; D* keeps the true m. Trapezoidal weights over
 * z are a constant.
 */
function differentiated(m: number, { a, b, c }: (typeof SCHEMES)[number]): number {
  const width = (2 * REACH) / (NODES - 1);
  const z = Float64Array.from({ length: NODES }, (_, i) => -REACH + i * width);
  const weights = z.map((x) => (width * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI));
  const program = trace(
    { m: [], frozen: [], z: [NODES], weights: [NODES] },
    ({ m: moving, frozen, z: nodes, weights: w }, { tf, gradient }) => {
      const x = tf.add(nodes, moving);
      const u = tf.sub(tf.div(tf.square(frozen), 2), tf.mul(frozen, x));
      const score = tf.add(tf.mul(tf.sigmoid(u), b - a), a);
      const loss = tf.sum(tf.mul(w, tf.div(tf.square(tf.sub(score, c)), 2)));
      const [slope] = gradient(loss, [moving]);
      if (slope === undefined) throw new Error("Expected a gradient");
      return { slope };
    },
  );
  const one = (value: number): Float64Array => Float64Array.of(value);
  return evaluate(program, { m: one(m), frozen: one(m), z, weights })["slope"]?.[0] ?? NaN;
}

function expectWithin(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance);
}

/** To the digits that are printed: two, or three. */
function expectPrinted(actual: number, printed: number): void {
  if (printed === 0) expect(Math.abs(actual)).toBeLessThan(1e-40);
  else {
    const digits = String(printed)
      .replace(/e.*/, "")
      .replace(/^0\.0*|\./g, "").length;
    expect(Number(actual.toPrecision(Math.max(2, digits)))).toBeCloseTo(printed, 15);
  }
}

import { describe, expect, test } from "vitest";

import { generatorDivergence, labelFacts } from "../../src/plan/label-facts.ts";

const objective = (a: number, b: number, c: number) =>
  ({
    kind: "least-squares",
    labels: { a, b, c },
    discriminatorFactor: 0.5,
    generatorFactor: 0.5,
    reduction: "mean",
    discriminatorScale: "none",
    gradientPenalty: { kind: "none" },
  }) as const;

describe("labelFacts", () => {
  // scheme (a, b, c): t, b − a, D*, loss of D with ½, loss of G with ½; by hand:
  // t = (c − a)/(b − a); D* = (a + b)/2; D: ½((D* − b)² + (D* − a)²); G: ½(D* − c)².
  test.each([
    { name: "binary", scheme: [0, 1, 1], facts: [1, 1, 0.5, 0.25, 0.125] },
    { name: "Pearson", scheme: [-1, 1, 0], facts: [0.5, 2, 0, 1, 0] },
    { name: "0, 1, ½", scheme: [0, 1, 0.5], facts: [0.5, 1, 0.5, 0.25, 0] },
    { name: "−1, 1, 1", scheme: [-1, 1, 1], facts: [1, 2, 0, 1, 0.5] },
    // D = 0.45: ½·(0.45² + 0.45²) = 0.2025; G: ½·0.55² = 0.15125; t = 1/0.9
    { name: "one-sided", scheme: [0, 0.9, 1], facts: [1 / 0.9, 0.9, 0.45, 0.2025, 0.15125] },
  ] as const)("gives the equilibrium values of $name labels", ({ scheme: [a, b, c], facts }) => {
    const found = labelFacts(objective(a, b, c));
    const { discriminator, generator } = found.equilibriumLosses;
    const values = [
      found.position,
      found.distance,
      found.equilibriumScore,
      discriminator,
      generator,
    ];
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(facts[i] ?? NaN, 14);
    });
  });

  test("drops the generator's ½ where the file does", () => {
    const facts = labelFacts({ ...objective(0, 1, 1), generatorFactor: 1 });
    expect(facts.equilibriumLosses).toEqual({ discriminator: 0.25, generator: 0.25 });
  });

  test("divides losses by (b − a)² in the labels' scale, so that equal t gives equal losses", () => {
    const scaled = (a: number, b: number, c: number) =>
      labelFacts({ ...objective(a, b, c), discriminatorScale: "labels" }).equilibriumLosses;
    expect(scaled(-1, 1, 0)).toEqual(scaled(0, 1, 0.5));
  });

  test("says that the χ² conditions hold for (−1, 1, 0) and not for (0, 1, ½), whose game is the same", () => {
    expect(labelFacts(objective(-1, 1, 0)).isPearson).toBe(true);
    expect(labelFacts(objective(0, 1, 0.5)).isPearson).toBe(false);
    expect(labelFacts(objective(0.1, 2.1, 1.1)).isPearson).toBe(true); // in spite of rounding
  });

  test.each([
    { labels: [0, 1, 0], about: "already content" },
    { labels: [0, 1, -1], about: "away from the real label" },
    { labels: [0, 1, 2], about: "beyond b" },
    { labels: [1, 0, 2], about: "away from the real label" },
  ] as const)("warns of labels $labels", ({ labels: [a, b, c], about }) => {
    expect(labelFacts(objective(a, b, c)).warnings.join()).toContain(about);
  });
});

describe("generatorDivergence", () => {
  // Discrete p_d and p_g on three points; 2C(G) = Σ ((b − c)·p_d + (a − c)·p_g)²/(p_d + p_g), arXiv:1611.04076 eq. 8.
  const data = [0.5, 0.3, 0.2];
  const generated = [0.1, 0.3, 0.6];
  const sum = (term: (d: number, g: number) => number): number =>
    data.reduce((total, d, i) => total + term(d, generated[i] ?? 0), 0);
  const triangular = sum((d, g) => (d - g) ** 2 / (d + g));

  test.each([
    [-1, 1, 0],
    [0, 1, 1],
    [0, 1, 0.5],
    [2, -3, 0.7],
  ])("is the paper's integral for labels (%f, %f, %f)", (a, b, c) => {
    const integral = sum((d, g) => ((b - c) * d + (a - c) * g) ** 2 / (d + g));
    expect(generatorDivergence({ a, b, c }, triangular)).toBeCloseTo(integral, 12);
  });

  test("is Pearson's χ² of p_d + p_g from 2·p_g for (−1, 1, 0)", () => {
    const pearson = sum((d, g) => (2 * g - (d + g)) ** 2 / (d + g));
    expect(generatorDivergence({ a: -1, b: 1, c: 0 }, triangular)).toBeCloseTo(pearson, 12);
  });
});

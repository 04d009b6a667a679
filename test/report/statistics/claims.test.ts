import { describe, expect, test } from "vitest";

import { attainablePs, judgeClaims } from "../../../src/report/statistics/claims.ts";
import type { Claim, ClaimEvidence } from "../../../src/report/statistics/claims.ts";
import { classifyRun } from "../../../src/report/statistics/outcome-rules.ts";

const CLAIM: Claim = {
  metric: "matched-share",
  cell: "pearson",
  baseline: "cross-entropy",
  relation: "greater",
  margin: 0,
  paired: false,
};

type Values = readonly (number | null)[];

function evidence(cell: Values, baseline: Values, claim: Partial<Claim> = {}): ClaimEvidence {
  const outcomes = (values: Values): ClaimEvidence["cell"] =>
    values.map((value, i) => ({ seed: i + 1, value }));
  return {
    claim: { ...CLAIM, ...claim },
    better: "higher",
    cell: outcomes(cell),
    baseline: outcomes(baseline),
    planned: { cell: cell.length, baseline: baseline.length },
  };
}

const judge = (...items: readonly ClaimEvidence[]): readonly string[] =>
  judgeClaims(items).map(({ verdict }) => verdict);

const HIGH = [0.8, 0.82, 0.84, 0.86, 0.88];
const LOW = [0.5, 0.52, 0.54, 0.56, 0.58];

describe("judgeClaims", () => {
  test("supports what is shown, contradicts what is shown otherwise", () => {
    expect(judge(evidence(HIGH, LOW))).toEqual(["supported"]);
    expect(judge(evidence(LOW, HIGH))).toEqual(["contradicted"]);
    expect(judge(evidence(LOW, HIGH, { relation: "less" }))).toEqual(["supported"]);
  });

  test("no significance is undecided, never supported", () => {
    const [verdict] = judgeClaims([evidence([0.5, 0.6, 0.7], [0.5, 0.6, 0.7])]);
    expect(verdict).toMatchObject({ verdict: "undecided", p: 1, difference: 0 });
  });

  test("a margin must be exceeded: 0.3 more is more than 0.2, not than 0.29", () => {
    expect(judge(evidence(HIGH, LOW, { margin: 0.2 }))).toEqual(["supported"]);
    expect(judge(evidence(HIGH, LOW, { margin: 0.29 }))).toEqual(["undecided"]);
    expect(judge(evidence(HIGH, LOW, { margin: 0.5 }))).toEqual(["contradicted"]);
  });

  test("Holm counts every declared claim", () => {
    // 2/252 = 0.0079 alone; times 7 it is 0.056
    const one = evidence(HIGH, LOW);
    const [alone] = judgeClaims([one]);
    expect(alone?.adjustedP).toBeCloseTo(2 / 252, 12);
    const seven = judgeClaims(Array<ClaimEvidence>(7).fill(one));
    expect(seven[0]?.adjustedP).toBeCloseTo(14 / 252, 12);
    expect(seven[0]?.verdict).toBe("undecided");
    expect(seven[0]?.smallestP).toBeCloseTo(14 / 252, 12);
  });

  test("five paired seeds cannot decide anything", () => {
    const [verdict] = judgeClaims([evidence(HIGH, LOW, { paired: true })]);
    expect(verdict).toMatchObject({ verdict: "undecided", p: 0.0625, smallestP: 0.0625 });
    expect(verdict?.seedCorrelation).toBeCloseTo(1, 12);
  });

  test("pairs are made by seed, not by place", () => {
    const base = evidence([0.3, 0.4, 0.5, 0.6, 0.7, 0.8], [0.1, 0.21, 0.3, 0.41, 0.5, 0.61]);
    const shuffled = {
      ...base,
      claim: { ...base.claim, paired: true },
      cell: [...base.cell].reverse(),
    };
    const [verdict] = judgeClaims([shuffled]);
    expect(verdict?.p).toBe(2 / 64);
    expect(verdict?.verdict).toBe("supported");
  });

  test("diverged runs rank worst, and a mean of the survivors does not decide", () => {
    const survivors = [0.9, null, null, null, null, null];
    const [verdict] = judgeClaims([evidence(survivors, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])]);
    expect(verdict?.difference).toBeCloseTo(0.4, 12);
    expect(verdict).toMatchObject({ method: "rank permutation" });
    expect(verdict?.verdict).not.toBe("supported");
  });

  test("where lower is better, diverged runs count as larger", () => {
    const bad = { ...evidence(Array<null>(5).fill(null), LOW), better: "lower" as const };
    expect(judge(bad)).toEqual(["supported"]);
  });

  test("equivalence needs the interval within the margin", () => {
    const near = [0.5, 0.51, 0.52, 0.53, 0.54, 0.55];
    const same = [0.502, 0.511, 0.523, 0.528, 0.541, 0.549];
    const equivalent = (margin: number, other: Values = same): readonly string[] =>
      judge(evidence(near, other, { relation: "equivalent", margin }));
    expect(equivalent(0.05)).toEqual(["supported"]);
    expect(equivalent(0.01)).toEqual(["undecided"]);
    expect(equivalent(0.1, HIGH)).toEqual(["contradicted"]);
    expect(equivalent(0.05, [0.5, 0.5, null, 0.5, 0.5, 0.5])).toEqual(["undecided"]);
  });

  test("Holm counts a claim of equivalence once, for what it finds of either kind", () => {
    const near = [0.5, 0.51, 0.52, 0.53, 0.54, 0.55];
    const far = evidence(near, [0.47, 0.482, 0.49, 0.5, 0.51, 0.522], {
      relation: "equivalent",
      margin: 0.001,
    });
    const [alone] = judgeClaims([far]);
    expect(alone).toMatchObject({ verdict: "contradicted", method: "t test beyond the margin" });
    expect(alone?.p).toBeGreaterThan(0.01);
    expect(alone?.p).toBeLessThan(0.05);
    const [first, second] = judgeClaims([far, far, far, far, far]);
    expect(first?.adjustedP).toBeCloseTo(5 * (alone?.p ?? NaN), 12);
    expect(first?.verdict).toBe("undecided");
    expect(first?.reason).toMatch(/decide whether the difference lies within ±0.001: \[0\.00/);
    expect(second?.adjustedP).toBe(first?.adjustedP);
    // Beside a claim that is shown more clearly it takes the last place and costs nothing.
    const [, last] = judgeClaims([evidence(HIGH, LOW), far]);
    expect(last?.adjustedP).toBe(alone?.p);
  });

  test("unfinished seeds leave a claim undecided", () => {
    const item = { ...evidence(HIGH, LOW), planned: { cell: 8, baseline: 8 } };
    expect(judgeClaims([item])[0]).toMatchObject({
      verdict: "undecided",
      reason: "5 of 8 seeds have ended, of the baseline 5 of 8",
    });
    expect(judge(evidence([], []))).toEqual(["undecided"]);
  });
});

describe("attainablePs", () => {
  const design = (
    seeds: number,
    claim: Partial<Claim> = {},
  ): Parameters<typeof attainablePs>[0][0] => ({
    claim: { ...CLAIM, ...claim },
    planned: { cell: seeds, baseline: seeds },
  });

  test("five paired seeds reach 2/2⁵, five against five 2/C(10, 5)", () => {
    expect(attainablePs([design(5, { paired: true })])).toEqual([0.0625]);
    expect(attainablePs([design(5)])[0]).toBeCloseTo(2 / 252, 12);
  });

  test("a weak design costs the strong one its factor, and not the other way round", () => {
    const [strong, weak] = attainablePs([design(8), design(6, { paired: true })]);
    expect(strong).toBeCloseTo((2 * 2) / 12_870, 12);
    expect(weak).toBe(2 / 64);
  });

  test("equivalence has no bound from two seeds on", () => {
    expect(attainablePs([design(2, { relation: "equivalent", margin: 1 })])).toEqual([0]);
    expect(attainablePs([design(1, { relation: "equivalent", margin: 1 })])).toEqual([1]);
  });
});

describe("classifyRun", () => {
  const RULES = [
    { name: "covered", when: { "modes-20": { atLeast: 8 }, "high-quality-share": { above: 0.5 } } },
    { name: "collapsed", when: { "modes-20": { atMost: 2 } } },
  ];
  test("gives the first rule that is met; a diverged run is nothing else", () => {
    const of = (metrics: Readonly<Record<string, number>>, diverged = false): string =>
      classifyRun(RULES, { diverged, metrics });
    expect(of({ "modes-20": 8, "high-quality-share": 0.6 })).toBe("covered");
    expect(of({ "modes-20": 8, "high-quality-share": 0.5 })).toBe("other");
    expect(of({ "modes-20": 2 })).toBe("collapsed");
    expect(of({ "modes-20": NaN })).toBe("other");
    expect(of({}, true)).toBe("diverged");
    const between = [{ name: "some", when: { modes: { atLeast: 3, below: 8 } } }];
    const some = [2, 3, 7, 8].map((modes) =>
      classifyRun(between, { diverged: false, metrics: { modes } }),
    );
    expect(some).toEqual(["other", "some", "some", "other"]);
  });
});

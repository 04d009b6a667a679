import { describe, expect, test } from "vitest";

import type { PlannedClaim } from "../../src/plan/claims.ts";
import { finalMetrics } from "../../src/report/final-values.ts";
import { renderMarkdown } from "../../src/report/render-markdown.ts";
import { renderSummary } from "../../src/report/render-summary.ts";
import { summariseSweep } from "../../src/report/summarise.ts";
import type { SweepResults } from "../../src/report/summarise.ts";
import { describeDeclaration } from "../../src/report/verdict-texts.ts";
import { BINARY, cellSpec, diverged, done, makeSweep, PEARSON } from "./fixtures.ts";
import type { MadeRun } from "./fixtures.ts";

const CLAIM: PlannedClaim = {
  declared: 0,
  metric: "matched-share",
  cell: 0,
  baseline: 1,
  relation: "greater",
  margin: 0,
  paired: false,
  primary: true,
};
const TIME = "2026-01-01T12:34:56.000Z";
const EARLY = { declaredAt: TIME, resultsBefore: 0 };
const HIGH = [0.8, 0.82, 0.84, 0.86, 0.88];
const LOW = [0.5, 0.52, 0.54, 0.56, 0.58];
const RULES = [
  { name: "good", when: { "matched-share": { atLeast: 0.85 } } },
  { name: "fair", when: { "matched-share": { atLeast: 0.55 } } },
];

const runs = (values: readonly number[]): readonly MadeRun[] =>
  values.map((value) => done({ "matched-share": value }));

function sweepOf(
  cell: readonly MadeRun[],
  baseline: readonly MadeRun[],
  plan: Partial<SweepResults["plan"]> = {},
): SweepResults {
  const sweep = makeSweep(
    [
      { label: "pearson", spec: cellSpec(PEARSON), runs: cell },
      { label: "binary", spec: cellSpec(BINARY), runs: baseline },
    ],
    { declarations: { claims: [EARLY, EARLY], outcomes: [EARLY, EARLY] } },
  );
  return { ...sweep, plan: { ...sweep.plan, claims: [CLAIM], outcomes: RULES, ...plan } };
}

describe("verdicts of a summary", () => {
  test("carry the evidence: difference, interval, effect, p after Holm, numbers of runs", () => {
    const [verdict] = summariseSweep(sweepOf(runs(HIGH), runs(LOW))).verdicts;
    // Two groups of five without overlap: 2 of C(10, 5) ways. Welch: 0.3 ± t(0.975, 8)·√(2·0.001/5), t = 2.306004.
    expect(verdict).toMatchObject({ verdict: "supported", primary: true, ...EARLY });
    expect(verdict?.adjustedP).toBeCloseTo(2 / 252, 12);
    expect(verdict?.interval?.low).toBeCloseTo(0.3 - 2.306004 * 0.02, 6);
    expect(verdict?.runs).toEqual({
      cell: { ended: 5, diverged: 0 },
      baseline: { ended: 5, diverged: 0 },
    });
  });

  test("are undecided while seeds are missing, and say how many there are", () => {
    const partial = [...runs(HIGH), { state: "new", reason: "not started yet" } as const];
    const summary = summariseSweep(sweepOf(partial, runs(LOW)));
    expect(summary.verdicts[0]).toMatchObject({
      verdict: "undecided",
      reason: "5 of 6 seeds have ended, of the baseline 5 of 5",
    });
  });

  test("are seen in the terminal and in Markdown, with a mean of survivors called so", () => {
    const summary = summariseSweep(sweepOf([...runs(HIGH), diverged(7)], runs([...LOW, 0.6])));
    const terminal = renderSummary(summary, { width: 200, colours: false });
    const markdown = renderMarkdown(summary);
    for (const text of [terminal, markdown]) {
      expect(text).toContain("matched-share of “pearson” is greater than that of “binary”");
      expect(text).toContain("difference of the survivors’ means 0.29");
      expect(text).toContain("n 6 (1 diverged) and 6");
      expect(text).toContain("by permutation of ranks, diverged runs worst");
      expect(text).toContain("declared 2026-01-01 12:34 UTC, before any result");
    }
    expect(markdown).toContain("- **undecided**: ");
    expect(summary.divergedRuns).toMatchObject([
      { cell: "pearson", seed: 6, reason: "diverged at step 7 (loss/g is not finite)" },
    ]);
  });

  test("colour only the word, where colours are wanted", () => {
    const summary = summariseSweep(sweepOf(runs(HIGH), runs(LOW)));
    expect(renderSummary(summary, { width: 200, colours: true })).toContain(
      "\u001B[32msupported\u001B[39m: matched-share",
    );
  });

  test("say when a claim was made after it could be seen", () => {
    expect(describeDeclaration({ declaredAt: TIME, resultsBefore: 4 })).toBe(
      "declared 2026-01-01 12:34 UTC, when 4 of its runs had a result: it is no prediction of those",
    );
    expect(describeDeclaration({ declaredAt: null, resultsBefore: 4 })).toContain("no prediction");
    expect(describeDeclaration({ declaredAt: null, resultsBefore: 0 })).toContain("the next sweep");
  });
});

describe("outcomes of a summary", () => {
  test("count each run once, with Wilson's interval and Fisher's exact test against the baseline", () => {
    const summary = summariseSweep(sweepOf([...runs(HIGH), diverged(7)], runs([...LOW, 0.6])));
    const [cell, baseline] = summary.cells;
    const counts = (outcomes: typeof cell): Readonly<Record<string, number>> =>
      Object.fromEntries((outcomes?.outcomes ?? []).map(({ name, count }) => [name, count]));
    expect(counts(cell)).toEqual({ good: 2, fair: 3, diverged: 1, other: 0 });
    expect(counts(baseline)).toEqual({ good: 0, fair: 3, diverged: 0, other: 3 });
    // 2 of 6 against 0 of 6: (C(6,2) + C(6,0)·C(6,2))/C(12,2) = 30/66. Wilson for 2 of 6: 0.0968, 0.7000.
    expect(cell?.outcomes[0]?.fisherP).toBeCloseTo(30 / 66, 10);
    expect(cell?.outcomes[0]?.interval?.low).toBeCloseTo(0.0968, 4);
    expect(cell?.outcomes[0]?.interval?.high).toBeCloseTo(0.7, 4);
    expect(baseline?.outcomes[0]?.fisherP).toBeNull();
    const text = renderSummary(summary, { width: 200, colours: false });
    expect(text).toContain("2 of 6 [10 %, 70 %] p 0.45");
    expect(text).toContain("binary (baseline)");
  });

  test("are left out where none was declared", () => {
    const summary = summariseSweep(sweepOf(runs(HIGH), runs(LOW), { outcomes: [] }));
    expect(summary.cells[0]?.outcomes).toEqual([]);
    expect(renderSummary(summary, { width: 200, colours: false })).not.toContain("how runs ended");
  });
});

describe("finalMetrics", () => {
  const evaluations = [0, 10, 20, 30].map((step, i) => ({
    step,
    values: { share: [9, 0.1, 0.2, 0.6][i] ?? 0, covered: i === 3 ? 1 : 0 },
  }));
  const result = { evaluations, metrics: { share: 0.6, covered: 1 } };
  const columns = [
    { tag: "share", type: "share" },
    { tag: "covered", type: "outcome" },
  ] as const;

  test("are means of the last evaluations, never of step 0; outcomes are of the last alone", () => {
    expect(finalMetrics(result, 1, columns)).toEqual({ share: 0.6, covered: 1 });
    expect(finalMetrics(result, 2, columns)["share"]).toBeCloseTo(0.4, 12);
    expect(finalMetrics(result, 9, columns)["share"]).toBeCloseTo(0.3, 12);
    expect(finalMetrics(result, 2, columns)["covered"]).toBe(1);
  });

  test("decide the verdicts", () => {
    const rising = (values: readonly number[]): readonly MadeRun[] =>
      values.map((value) =>
        done(
          { "matched-share": value },
          {
            evaluations: [
              { step: 50, values: { "matched-share": 1 - value } },
              { step: 100, values: { "matched-share": value } },
            ],
          },
        ),
      );
    const judge = (lastEvaluations: number): string | undefined =>
      summariseSweep(sweepOf(rising(HIGH), rising(LOW), { lastEvaluations })).verdicts[0]?.verdict;
    expect([judge(1), judge(2)]).toEqual(["supported", "undecided"]);
  });
});

describe("bootstrap intervals", () => {
  test("are there from 8 runs on, for the values that something is decided by", () => {
    const values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
    const made = values.map((value) => done({ "matched-share": value, "class-kl": value }));
    const [cell, baseline] = summariseSweep(sweepOf(made, made.slice(1))).cells;
    const { low = NaN, high = NaN } = cell?.metrics["matched-share"]?.bootstrap ?? {};
    // About 0.45 ± 1.96·s·√((n − 1)/n)/√n = ±0.159.
    expect(low).toBeGreaterThan(0.27);
    expect(high).toBeLessThan(0.63);
    expect(cell?.metrics["class-kl"]?.bootstrap).toBeNull();
    expect(baseline?.metrics["matched-share"]?.bootstrap).toBeNull();
  });
});

describe("a claim about how runs end", () => {
  const evaluation = {
    everySteps: 50,
    samples: 2500,
    metrics: [{ kind: "mixture-outcome" }],
    primary: "covered",
  } as const;
  const ended = (count: number, of: number): readonly MadeRun[] =>
    Array.from({ length: of }, (_, i) => done({ collapsed: i < count ? 1 : 0, covered: 0 }));

  test("is decided by Fisher's exact test, in Markdown and in JSON as other claims are", () => {
    const sweep = makeSweep(
      [
        { label: "least squares", spec: cellSpec(PEARSON, { evaluation }), runs: ended(0, 8) },
        {
          label: "regular",
          spec: cellSpec(BINARY, { evaluation }),
          runs: [...ended(5, 7), diverged(9)],
        },
      ],
      { declarations: { claims: [EARLY], outcomes: [] } },
    );
    const claims = [{ ...CLAIM, metric: "collapsed", relation: "less" }] as const;
    const summary = summariseSweep({ ...sweep, plan: { ...sweep.plan, claims } });
    // A diverged run counts as the worse answer: 0 of 8 against 6 of 8, p = 2·C(8, 6)/C(16, 6).
    expect(summary.verdicts[0]).toMatchObject({
      verdict: "supported",
      method: "Fisher’s exact test",
    });
    expect(summary.verdicts[0]?.p).toBeCloseTo((2 * 28) / 8008, 12);
    expect(renderMarkdown(summary)).toMatch(
      /\*\*supported\*\*: collapsed of “least squares” is less/,
    );
    expect(renderMarkdown(summary)).toContain("by Fisher’s exact test");
  });
});

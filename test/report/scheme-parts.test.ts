import { expect, test } from "vitest";

import { answerLabels } from "../../src/report/answers/label-answer.ts";
import { renderMarkdown } from "../../src/report/render-markdown.ts";
import { schemeParts } from "../../src/report/scheme-parts.ts";
import { summariseSweep } from "../../src/report/summarise.ts";
import {
  BINARY,
  cellSpec,
  CROSS_ENTROPY,
  done,
  leastSquares,
  makeSweep,
  PEARSON,
} from "./fixtures.ts";
import type { MadeCell } from "./fixtures.ts";

const matched = (a: number, b: number, c: number): ReturnType<typeof leastSquares> =>
  leastSquares(a, b, c, { discriminatorScale: "labels" });

/** Published and matched cells of both schemes, and the regular GAN; three seeds each. */
const CELLS = [
  { label: "binary", spec: cellSpec(BINARY), values: [1, 2, 3] },
  { label: "pearson", spec: cellSpec(PEARSON), values: [6, 8, 10] },
  { label: "binary, matched", spec: cellSpec(matched(0, 1, 1)), values: [1, 2, 3] },
  { label: "pearson, matched", spec: cellSpec(matched(-1, 1, 0)), values: [2, 3, 4] },
  { label: "regular", spec: cellSpec(CROSS_ENTROPY), values: [0, 0, 0] },
] as const;

test("a difference is what t gives with matched scales, and the rest is scale", () => {
  const [parts, ...more] = schemeParts("share", CELLS, "binary");
  expect(more).toEqual([]);
  expect(parts).toMatchObject({ cell: "pearson", baseline: "binary" });
  expect(parts?.total?.value).toBeCloseTo(6, 12);
  expect(parts?.position?.value).toBeCloseTo(1, 12);
  expect(parts?.scale?.value).toBeCloseTo(5, 12);
  // Variances 4, 1, 1, 1 over 3 seeds each: s² = 7/3, and ν = (7/3)²/((16 + 1 + 1 + 1)/9/2) = 5.1579.
  const half = ((parts?.scale?.interval?.high ?? 0) - (parts?.scale?.interval?.low ?? 0)) / 2;
  expect(half).toBeCloseTo(2.5478 * Math.sqrt(7 / 3), 2);
});

test("nothing is taken apart where a scheme has no matched cell", () => {
  expect(schemeParts("share", CELLS.slice(0, 3), null)).toEqual([]);
});

test("a cell with fewer than two runs leaves its parts open", () => {
  const cells = CELLS.map((cell, i) => (i === 3 ? { ...cell, values: [2] } : cell));
  expect(schemeParts("share", cells, null)[0]).toMatchObject({ position: null, scale: null });
});

const claim = { declared: 0, metric: "matched-share", margin: 0, paired: false } as const;
const CLAIMS = [
  { ...claim, cell: 1, baseline: 0, relation: "greater", primary: true },
  { ...claim, cell: 1, baseline: 0, relation: "equivalent", margin: 0.05, primary: false },
  { ...claim, cell: 1, baseline: 4, relation: "greater", primary: false },
  { ...claim, cell: 0, baseline: 4, relation: "greater", primary: false },
  { ...claim, cell: 3, baseline: 2, relation: "greater", primary: false },
] as const;

/** Six seeds a cell; both metrics rise by 0.001 from seed to seed. */
const sweepOf = (
  shares: readonly number[],
  kls: readonly number[],
): ReturnType<typeof makeSweep> => {
  const sweep = makeSweep(
    CELLS.map(({ label, spec }, i): MadeCell => ({
      label,
      spec,
      runs: [0, 1, 2, 3, 4, 5].map((seed) =>
        done({
          "matched-share": (shares[i] ?? 0) + seed / 1000,
          "class-kl": (kls[i] ?? 0) + seed / 1000,
        }),
      ),
    })),
  );
  return { ...sweep, plan: { ...sweep.plan, claims: CLAIMS } };
};

test.each([
  { shares: [0.5, 0.8, 0.5, 0.5, 0.2], verdict: "χ² better", contrary: ["class-kl"] },
  { shares: [0.5, 0.501, 0.5, 0.5, 0.2], verdict: "alike", contrary: [] },
])(
  "a verdict that one scheme is better names the metrics that say the opposite: $verdict",
  ({ shares, verdict, contrary }) => {
    const results = sweepOf(shares, [0.1, 0.9, 0.1, 0.1, 0.1]);
    const answer = answerLabels(results.plan, summariseSweep(results));
    expect(answer?.verdict).toBe(verdict);
    expect(answer?.contrary.map(({ tag }) => tag)).toEqual(contrary);
  },
);

test("the papers' questions are answered by the claims about published cells, each by all of its claims", () => {
  const made = CELLS.map(({ label, spec }, i): MadeCell => ({
    label,
    spec,
    runs: [0, 1, 2, 3, 4, 5].map((seed) =>
      done({ "matched-share": ([0.5, 0.8, 0.5, 0.5, 0.2][i] ?? 0) + seed / 1000 }),
    ),
  }));
  const sweep = makeSweep(made);
  const results = { ...sweep, plan: { ...sweep.plan, claims: CLAIMS } };
  const summary = summariseSweep(results);
  expect(answerLabels(results.plan, summary)).toMatchObject({
    dataset: "synthetic-digits",
    verdict: "χ² better",
    alike: "contradicted",
    chiSquaredBetter: "supported",
    betterThanRegular: "supported",
  });
  expect(summary.schemeParts).toMatchObject([{ cell: "pearson", baseline: "binary" }]);
  expect(renderMarkdown(summary)).toMatch(
    /matched-share of “pearson” minus that of “binary”: 0\.3 .*label distance against D’s scale is 0\.3 .*above 0/,
  );
});

/**
 * Claims that an experiment declares before its runs, and what the runs say of them. Absence of significance decides
 * nothing: a claim that is not shown is undecided, never supported.
 */
import { mean, sampleCorrelation } from "simple-statistics";

import {
  differenceInterval,
  equivalenceP,
  hedgesG,
  pairedDifference,
  unpairedDifference,
} from "./difference.ts";
import type { Difference } from "./difference.ts";
import { fisherExact } from "./fisher.ts";
import { adjustHolm } from "./holm.ts";
import type { Interval } from "./intervals.ts";
import { pairedPermutationTest, permutationTest, smallestP } from "./permutation-test.ts";
import { rankTogether } from "./ranks.ts";

export const SIGNIFICANCE = 0.05;

export interface Claim {
  readonly metric: string;
  /** Cells by their labels: `cell` compared with `baseline`. */
  readonly cell: string;
  readonly baseline: string;
  /** greater, less: cell − baseline lies above margin, below −margin. equivalent: it lies within ± margin. */
  readonly relation: "greater" | "less" | "equivalent";
  /** In the metric's unit; above 0 for `equivalent`. */
  readonly margin: number;
  /** Runs of one seed belong together. */
  readonly paired: boolean;
}

/** A run's value, or null where it diverged. */
export interface SeedOutcome {
  readonly seed: number;
  readonly value: number | null;
}

export interface ClaimEvidence {
  readonly claim: Claim;
  readonly better: "higher" | "lower";
  /** Whether a value is 1 or 0, for a run that ended in some way or did not. Default false. */
  readonly isOutcome?: boolean;
  readonly cell: readonly SeedOutcome[];
  readonly baseline: readonly SeedOutcome[];
  /** Planned seeds of each. */
  readonly planned: { readonly cell: number; readonly baseline: number };
}

export interface Verdict {
  readonly claim: Claim;
  readonly verdict: "supported" | "contradicted" | "undecided";
  /** One sentence. */
  readonly reason: string;
  /** mean(cell) − mean(baseline) of the runs that have a value, or null. */
  readonly difference: number | null;
  /** 95 % interval of the difference (Welch, or of pairs); null where it cannot be told. */
  readonly interval: Interval | null;
  /** Hedges' g; null where it cannot be told. */
  readonly effect: number | null;
  readonly p: number | null;
  /** After Holm over all claims. */
  readonly adjustedP: number | null;
  /** The smallest adjusted p these seeds can give, see `attainablePs`. */
  readonly smallestP: number;
  /** Runs that have ended, and how many of them diverged. */
  readonly runs: {
    readonly cell: RunCount;
    readonly baseline: RunCount;
  };
  readonly method:
    "permutation" | "rank permutation" | "two one-sided t tests" | "Fisher’s exact test";
  /** Correlation over seeds, where claims are paired; null where it cannot be told. */
  readonly seedCorrelation: number | null;
}

export interface RunCount {
  readonly ended: number;
  readonly diverged: number;
}

/** A comparison before its runs: how many seeds it has. */
export interface ClaimDesign {
  readonly claim: Pick<Claim, "relation" | "paired">;
  readonly planned: { readonly cell: number; readonly baseline: number };
}

/**
 * The smallest p that each comparison can give after Holm over all of them: Holm's values grow with every p, so they are
 * least where every p is. Nothing bounds the t tests of `equivalent` from two seeds on: 0.
 */
export function attainablePs(designs: readonly ClaimDesign[]): readonly number[] {
  return adjustHolm(
    designs.map(({ claim: { relation, paired }, planned: { cell, baseline } }) => {
      if (relation === "equivalent") return Math.min(cell, baseline) >= 2 ? 0 : 1;
      return smallestP({ first: cell, second: baseline, paired, comparisons: 1 });
    }),
  );
}

/** Judges all claims of an experiment together: p-values are adjusted for their number. */
export function judgeClaims(evidence: readonly ClaimEvidence[]): readonly Verdict[] {
  const tests = evidence.map(testClaim);
  const adjusted = adjustHolm(tests.map(({ p }) => p ?? 1));
  const attainable = attainablePs(evidence);
  return evidence.map((item, i) => {
    const test = tests[i];
    if (test === undefined) throw new Error("Expected a test for every claim");
    return decide(item, test, { adjustedP: adjusted[i] ?? 1, attainable: attainable[i] ?? 1 });
  });
}

interface ClaimTest {
  readonly p: number | null;
  /** Above 0 where the cell lies on the side of the baseline that has larger values, in the test's own unit. */
  readonly direction: number;
  readonly method: Verdict["method"];
  readonly difference: Difference | null;
  readonly effect: number | null;
  readonly seedCorrelation: number | null;
}

function testClaim(evidence: ClaimEvidence): ClaimTest {
  const { claim } = evidence;
  const groups = claim.paired ? pairUp(evidence) : evidence;
  const first = valuesOf(groups.cell);
  const second = valuesOf(groups.baseline);
  const hasDiverged = [...groups.cell, ...groups.baseline].some(({ value }) => value === null);
  const enough = first.length >= 2 && second.length >= 2;
  const pairs = first.map((value, i) => value - (second[i] ?? NaN));
  const isPaired = claim.paired && !hasDiverged;
  const difference = !enough
    ? null
    : isPaired
      ? pairedDifference(pairs)
      : unpairedDifference(first, second);
  const common = {
    difference,
    effect: enough ? hedgesG(first, second) : null,
    seedCorrelation: isPaired && enough ? correlation(first, second) : null,
  };
  if (claim.relation === "equivalent") {
    const p = difference === null || hasDiverged ? null : equivalenceP(difference, claim.margin);
    return { ...common, p, direction: 0, method: "two one-sided t tests" };
  }
  if (evidence.isOutcome === true && !claim.paired && claim.margin === 0)
    return { ...common, ...testShares(evidence) };
  return { ...common, ...testDirection(evidence, groups, hasDiverged) };
}

/** Of runs that ended in one way; one that diverged counts as the worse answer. */
function testShares({
  better,
  cell,
  baseline,
}: ClaimEvidence): Pick<ClaimTest, "p" | "direction" | "method"> {
  const method = "Fisher’s exact test";
  if (cell.length === 0 || baseline.length === 0) return { p: null, direction: 0, method };
  const worst = better === "higher" ? 0 : 1;
  const [first, second] = [cell, baseline].map((outcomes) => ({
    successes: outcomes.filter(({ value }) => (value ?? worst) >= 0.5).length,
    trials: outcomes.length,
  }));
  if (first === undefined || second === undefined) return { p: null, direction: 0, method };
  const direction = first.successes / first.trials - second.successes / second.trials;
  return { p: fisherExact(first, second), direction, method };
}

function testDirection(
  { claim, better }: ClaimEvidence,
  { cell, baseline }: Pick<ClaimEvidence, "cell" | "baseline">,
  hasDiverged: boolean,
): Pick<ClaimTest, "p" | "direction" | "method"> {
  const method = hasDiverged ? "rank permutation" : "permutation";
  if (cell.length === 0 || baseline.length === 0) return { p: null, direction: 0, method };
  const shift = claim.relation === "greater" ? -claim.margin : claim.margin;
  const moved = cell.map(({ value }) => (value === null ? null : value + shift));
  const others = baseline.map(({ value }) => value);
  // Ranks grow towards better; a claim is about larger.
  const sign = hasDiverged && better === "lower" ? -1 : 1;
  const [first = [], second = []] = hasDiverged
    ? rankTogether([moved, others], better)
    : [moved.flatMap(present), others.flatMap(present)];
  const { p, difference } = claim.paired
    ? pairedPermutationTest(first.map((value, i) => value - (second[i] ?? NaN)))
    : permutationTest(first, second);
  return { p, direction: sign * difference, method };
}

function decide(
  { claim, cell, baseline, planned }: ClaimEvidence,
  test: ClaimTest,
  { adjustedP, attainable }: { readonly adjustedP: number; readonly attainable: number },
): Verdict {
  const { p, difference, effect, method, seedCorrelation } = test;
  const interval = difference === null ? null : differenceInterval(difference, 0.95);
  const verdict = (name: Verdict["verdict"], reason: string): Verdict => ({
    claim,
    verdict: name,
    reason,
    difference: difference?.value ?? differenceOfMeans(cell, baseline),
    interval,
    effect,
    p,
    adjustedP: p === null ? null : adjustedP,
    smallestP: attainable,
    runs: { cell: countRuns(cell), baseline: countRuns(baseline) },
    method,
    seedCorrelation,
  });
  if (cell.length < planned.cell || baseline.length < planned.baseline)
    return verdict("undecided", describeSeeds({ cell, baseline, planned }));
  if (claim.relation === "equivalent") return decideEquivalence();
  if (p === null) return verdict("undecided", "there are no values to compare");
  if (adjustedP >= SIGNIFICANCE)
    return verdict("undecided", `these seeds do not decide it, p = ${show(adjustedP)}`);
  const isAsClaimed = claim.relation === "greater" ? test.direction > 0 : test.direction < 0;
  if (isAsClaimed) return verdict("supported", `p = ${show(adjustedP)}`);
  const side = claim.relation === "greater" ? "below" : "above";
  return claim.margin > 0
    ? verdict("contradicted", `the difference lies ${side} the margin, p = ${show(adjustedP)}`)
    : verdict("contradicted", `the difference lies on the other side, p = ${show(adjustedP)}`);

  function decideEquivalence(): Verdict {
    const { margin } = claim;
    if (p === null || interval === null)
      return verdict("undecided", "diverged runs or values that do not vary prove no equivalence");
    const range = `[${show(interval.low)}, ${show(interval.high)}]`;
    if (adjustedP < SIGNIFICANCE)
      return verdict(
        "supported",
        `the difference lies within ±${show(margin)}, p = ${show(adjustedP)}`,
      );
    if (interval.low > margin || interval.high < -margin)
      return verdict("contradicted", `the difference lies outside ±${show(margin)}: ${range}`);
    return verdict("undecided", `the difference may lie outside ±${show(margin)}: ${range}`);
  }
}

const countRuns = (outcomes: readonly SeedOutcome[]): RunCount => ({
  ended: outcomes.length,
  diverged: outcomes.filter(({ value }) => value === null).length,
});

/** Seeds that both have, in the same order. */
function pairUp({ cell, baseline }: ClaimEvidence): Pick<ClaimEvidence, "cell" | "baseline"> {
  const others = new Map(baseline.map((outcome) => [outcome.seed, outcome]));
  const both = cell.flatMap((outcome) => {
    const other = others.get(outcome.seed);
    return other === undefined ? [] : [{ outcome, other }];
  });
  return { cell: both.map(({ outcome }) => outcome), baseline: both.map(({ other }) => other) };
}

const present = (value: number | null): readonly number[] => (value === null ? [] : [value]);

const valuesOf = (outcomes: readonly SeedOutcome[]): readonly number[] =>
  outcomes.flatMap(({ value }) => present(value));

function differenceOfMeans(
  cell: readonly SeedOutcome[],
  baseline: readonly SeedOutcome[],
): number | null {
  const [first, second] = [valuesOf(cell), valuesOf(baseline)];
  return first.length === 0 || second.length === 0 ? null : mean([...first]) - mean([...second]);
}

function correlation(first: readonly number[], second: readonly number[]): number | null {
  const value = sampleCorrelation([...first], [...second]);
  return Number.isFinite(value) ? value : null;
}

function describeSeeds({
  cell,
  baseline,
  planned,
}: Pick<ClaimEvidence, "cell" | "baseline" | "planned">): string {
  const has = `${String(cell.length)} of ${String(planned.cell)} seeds`;
  const other = `${String(baseline.length)} of ${String(planned.baseline)}`;
  return `${has} have ended, of the baseline ${other}`;
}

const show = (value: number): string => String(Number(value.toPrecision(2)));

/**
 * Claims that an experiment declares before its runs, and what the runs say of them. Absence of significance decides
 * nothing: a claim that is not shown is undecided, never supported.
 */
import { mean, sampleCorrelation } from "simple-statistics";

import {
  beyondMarginP,
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
    | "permutation"
    | "rank permutation"
    | "two one-sided t tests"
    | "t test beyond the margin"
    | "Fisher’s exact test";
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

/** A small p speaks for the claim, or against it. */
interface Finding {
  readonly p: number | null;
  readonly isAsClaimed: boolean;
  readonly method: Verdict["method"];
}

interface ClaimTest extends Finding {
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
  if (claim.relation === "equivalent")
    return { ...common, ...testEquivalence(hasDiverged ? null : difference, claim.margin) };
  if (evidence.isOutcome === true && !claim.paired && claim.margin === 0)
    return { ...common, ...testShares(evidence) };
  return { ...common, ...testDirection(evidence, groups, hasDiverged) };
}

/**
 * Whether a difference lies within ± margin, or outside. Exactly one of the two is true, so that at most one can be found
 * wrongly, and a claim has one place in Holm's order, not two.
 *
 * Source: Shaffer, J. Am. Stat. Assoc. 81 (1986), 826-831, for hypotheses that exclude each other.
 */
function testEquivalence(difference: Difference | null, margin: number): Finding {
  const within = difference === null ? null : equivalenceP(difference, margin);
  const beyond = difference === null ? null : beyondMarginP(difference, margin);
  return within === null || beyond === null || within <= beyond
    ? { p: within, isAsClaimed: true, method: "two one-sided t tests" }
    : { p: beyond, isAsClaimed: false, method: "t test beyond the margin" };
}

/** Of runs that ended in one way; one that diverged counts as the worse answer. */
function testShares({ claim, better, cell, baseline }: ClaimEvidence): Finding {
  const method = "Fisher’s exact test";
  if (cell.length === 0 || baseline.length === 0) return { p: null, isAsClaimed: false, method };
  const worst = better === "higher" ? 0 : 1;
  const count = (outcomes: readonly SeedOutcome[]): { successes: number; trials: number } => ({
    successes: outcomes.filter(({ value }) => (value ?? worst) >= 0.5).length,
    trials: outcomes.length,
  });
  const [first, second] = [count(cell), count(baseline)];
  const difference = first.successes / first.trials - second.successes / second.trials;
  return {
    p: fisherExact(first, second),
    isAsClaimed: isOnClaimedSide(claim, difference),
    method,
  };
}

function testDirection(
  { claim, better }: ClaimEvidence,
  { cell, baseline }: Pick<ClaimEvidence, "cell" | "baseline">,
  hasDiverged: boolean,
): Finding {
  const method = hasDiverged ? "rank permutation" : "permutation";
  if (cell.length === 0 || baseline.length === 0) return { p: null, isAsClaimed: false, method };
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
  return { p, isAsClaimed: isOnClaimedSide(claim, sign * difference), method };
}

const isOnClaimedSide = ({ relation }: Claim, difference: number): boolean =>
  relation === "greater" ? difference > 0 : difference < 0;

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
  const isEquivalence = claim.relation === "equivalent";
  if (p === null)
    return verdict(
      "undecided",
      isEquivalence
        ? "diverged runs or values that do not vary prove no equivalence"
        : "there are no values to compare",
    );
  const isDecided = adjustedP < SIGNIFICANCE;
  const name = !isDecided ? "undecided" : test.isAsClaimed ? "supported" : "contradicted";
  const finding = isEquivalence
    ? describeEquivalence(name, claim.margin, interval)
    : describeSide(name, claim);
  return verdict(name, `${finding}p = ${showP(adjustedP)}`);
}

function describeEquivalence(
  verdict: Verdict["verdict"],
  margin: number,
  interval: Interval | null,
): string {
  if (verdict === "supported") return `the difference lies within ±${show(margin)}, `;
  const range = interval === null ? "" : `: [${show(interval.low)}, ${show(interval.high)}]`;
  return verdict === "contradicted"
    ? `the difference lies outside ±${show(margin)}${range}, `
    : `these seeds do not decide whether the difference lies within ±${show(margin)}${range}, `;
}

function describeSide(verdict: Verdict["verdict"], { relation, margin }: Claim): string {
  if (verdict === "supported") return "";
  if (verdict === "undecided") return "these seeds do not decide it, ";
  const side = relation === "greater" ? "below" : "above";
  return margin > 0
    ? `the difference lies ${side} the margin, `
    : "the difference lies on the other side, ";
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

/** With a third digit where two would hide on which side of 0.05 it lies. */
const showP = (p: number): string =>
  Number(p.toPrecision(2)) === SIGNIFICANCE ? String(Number(p.toPrecision(3))) : show(p);

/** A judged claim in words: for a terminal, for Markdown and for the page alike. */
import type { Claim, Verdict } from "./statistics/claims.ts";
import type { JudgedClaim, PartEstimate, SchemeParts } from "./summary.ts";
import { formatNumber } from "./table.ts";

export interface VerdictText {
  readonly verdict: Verdict["verdict"];
  /** What is claimed, as a sentence without a full stop. */
  readonly claim: string;
  readonly reason: string;
  /** Effect, interval, p after Holm and numbers of runs, in one line. */
  readonly evidence: string;
  /** When it was declared, and what could be seen by then. */
  readonly declared: string;
}

export function describeVerdict(judged: JudgedClaim): VerdictText {
  const { claim, verdict, reason } = judged;
  return {
    verdict,
    claim: describeClaim(claim),
    reason,
    evidence: describeEvidence(judged),
    declared: describeDeclaration(judged),
  };
}

/** `matched-share of “pearson” is greater than that of “binary” (margin 0.05, paired by seed)`. */
export function describeClaim({ metric, cell, baseline, relation, margin, paired }: Claim): string {
  const than = relation === "equivalent" ? "equivalent to" : `${relation} than`;
  const terms = [
    ...(margin > 0 ? [`margin ${formatNumber(margin, 3)}`] : []),
    ...(paired ? ["paired by seed"] : []),
  ];
  const brackets = terms.length === 0 ? "" : ` (${terms.join(", ")})`;
  return `${metric} of “${cell}” is ${than} that of “${baseline}”${brackets}`;
}

function describeEvidence(judged: JudgedClaim): string {
  const { difference, interval, effect, adjustedP, smallestP, method, seedCorrelation } = judged;
  const range = interval === null ? "" : ` [${show(interval.low)}, ${show(interval.high)}]`;
  const reach = smallestP === 0 ? "" : ` (smallest in reach ${show(smallestP)})`;
  const diverged = judged.runs.cell.diverged + judged.runs.baseline.diverged;
  return [
    `difference ${diverged > 0 ? "of the survivors’ means " : ""}${show(difference)}${range}`,
    `Hedges’ g ${show(effect)}`,
    `p after Holm ${show(adjustedP)}${reach}`,
    `n ${describeCount(judged.runs.cell)} and ${describeCount(judged.runs.baseline)}`,
    `by ${method === "rank permutation" ? "permutation of ranks, diverged runs worst" : method === "permutation" ? "permutation" : method}`,
    ...(seedCorrelation === null ? [] : [`seed correlation ${show(seedCorrelation)}`]),
  ].join("; ");
}

const describeCount = ({ ended, diverged }: Verdict["runs"]["cell"]): string =>
  diverged === 0 ? String(ended) : `${String(ended)} (${String(diverged)} diverged)`;

export function describeDeclaration({
  declaredAt,
  resultsBefore,
}: Pick<JudgedClaim, "declaredAt" | "resultsBefore">): string {
  const seen = `${String(resultsBefore)} of its runs had a result`;
  if (declaredAt === null)
    return resultsBefore === 0
      ? "not written down yet: the next sweep does"
      : `not in plan.json: added after the last sweep, when ${seen}, so it is no prediction`;
  const when = `declared ${declaredAt.slice(0, 16).replace("T", " ")} UTC`;
  return resultsBefore === 0
    ? `${when}, before any result`
    : `${when}, when ${seen}: it is no prediction of those`;
}

/** What a difference between two schemes is made of, in one sentence without a full stop. */
export function describeParts({
  metric,
  cell,
  baseline,
  total,
  position,
  scale,
}: SchemeParts): string {
  const what = `${metric} of “${cell}” minus that of “${baseline}”`;
  if (total === null || position === null || scale === null)
    return `${what}: parts are not known yet, because a cell in it has fewer than two runs`;
  return (
    `${what}: ${showPart(total)}. Of it t, with D’s scale matched to the labels, is ${showPart(position)} (${sideOf(position)}), ` +
    `and label distance against D’s scale is ${showPart(scale)} (${sideOf(scale)}); n ${[...new Set(scale.n)].join(", ")} by cell`
  );
}

const showPart = ({ value, interval }: PartEstimate): string =>
  `${show(value)}${interval === null ? "" : ` [${show(interval.low)}, ${show(interval.high)}]`}`;

function sideOf({ value, interval }: PartEstimate): string {
  if (interval === null) return value === 0 ? "none" : "no interval: the values do not vary";
  if (interval.low > 0) return "above 0";
  return interval.high < 0 ? "below 0" : "not told from 0";
}

const show = (value: number | null): string => (value === null ? "–" : formatNumber(value, 3));

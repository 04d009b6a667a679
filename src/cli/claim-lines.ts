/** What can be said of claims before their runs: the smallest p their seeds can give, and those that nothing can decide. */
import type { Experiment } from "../config/experiment.ts";
import type { Issue } from "../config/issue.ts";
import type { PlannedClaim } from "../plan/claims.ts";
import type { Plan } from "../plan/plan.ts";
import { attainablePs, SIGNIFICANCE } from "../report/statistics/claims.ts";
import { shortLabels } from "../shared/short-labels.ts";
import { describeClaim } from "../report/verdict-texts.ts";

/** One line for each comparison. */
export function claimLines(plan: Plan): readonly string[] {
  const { claims, cells } = plan;
  if (claims.length === 0) return [];
  const smallest = smallestPs(plan, seedsOf(plan));
  const labels = shortLabels(cells.map(({ label }) => label));
  const labelOf = (index: number): string => labels[index] ?? "";
  return [
    `expects, in ${String(claims.length)} comparison${claims.length === 1 ? "" : "s"} (smallest p in reach after Holm with these seeds):`,
    ...claims.map((claim, i) => {
      const p = smallest[i] ?? 1;
      const text = describeClaim({
        ...claim,
        cell: labelOf(claim.cell),
        baseline: labelOf(claim.baseline),
      });
      return `  ${text}: ${p === 0 ? "no bound (t tests)" : `p ≥ ${showP(p)}`}`;
    }),
  ];
}

/** A warning for each claim that these seeds cannot decide, whatever comes out. */
export function warnOfUndecidable(experiment: Experiment, plan: Plan): readonly Issue[] {
  const smallest = smallestPs(plan, seedsOf(plan));
  const worst = new Map<number, number>();
  plan.claims.forEach(({ declared }, i) => {
    const p = smallest[i] ?? 1;
    if (p >= SIGNIFICANCE) worst.set(declared, Math.max(p, worst.get(declared) ?? 0));
  });
  const enough = leastSeeds(plan);
  return [...worst].map(([declared, p]) => {
    const path = `expect.${String(declared)}`;
    return {
      code: "conflict",
      position: experiment.locatePlace(["expect", declared]),
      path,
      message: `${path}: these seeds cannot decide this claim: the smallest p in reach after Holm is ${showP(p)}, and it takes one below ${String(SIGNIFICANCE)}`,
      ...(enough === null ? {} : { hint: `it takes ${String(enough)} seeds or more` }),
    };
  });
}

const seedsOf = ({ runs, cells }: Plan): number => runs.length / cells.length;

const smallestPs = ({ claims }: Plan, seeds: number): readonly number[] =>
  attainablePs(
    claims.map((claim: PlannedClaim) => ({ claim, planned: { cell: seeds, baseline: seeds } })),
  );

const MOST_SEEDS = 100;

/** With so many seeds every claim can be decided; null where no number helps. */
function leastSeeds(plan: Plan): number | null {
  for (let seeds = 2; seeds <= MOST_SEEDS; seeds++)
    if (smallestPs(plan, seeds).every((p) => p < SIGNIFICANCE)) return seeds;
  return null;
}

const showP = (p: number): string => String(Number(p.toPrecision(3)));

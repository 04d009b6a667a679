/** plan.json: a sweep's plan as it was when it was started, complete enough to make every run's spec again. */
import type { CellSpec, OutcomeRule } from "../config/experiment.ts";
import type { RunSettings } from "../config/spec.ts";
import type { AxisValue } from "./axes.ts";
import { canonicalJson } from "./canonical.ts";
import type { PlannedClaim } from "./claims.ts";
import type { Plan } from "./plan.ts";

export interface PlanDocument {
  readonly format: 1;
  readonly experiment: string;
  readonly question: string | null;
  readonly resultsVersion: number;
  /** The parts of the spec that all cells have in common; a cell's spec is these and its own. */
  readonly sharedSpec: Partial<CellSpec>;
  readonly cells: readonly {
    readonly name: string;
    readonly label: string;
    readonly axes: Readonly<Record<string, AxisValue>>;
    readonly hash: string;
    readonly spec: Partial<CellSpec>;
    readonly settings: RunSettings;
  }[];
  readonly runs: readonly {
    readonly cell: string;
    readonly seed: number;
    readonly id: string;
  }[];
  readonly claims: readonly (ClaimText & Declaration)[];
  readonly outcomes: readonly (OutcomeRule & Declaration)[];
}

/** When something was declared, and what could be seen by then. */
export interface Declaration {
  /** ISO 8601; null where no sweep has written it down yet. */
  readonly declaredAt: string | null;
  /** Runs it is about that had a result by then: 0 for a true prediction. */
  readonly resultsBefore: number;
}

/** In the order of the plan's claims and outcomes. */
export interface Declarations {
  readonly claims: readonly Declaration[];
  readonly outcomes: readonly Declaration[];
}

/** A claim by the names of its cells' directories: the same claim has the same text in every plan. */
export interface ClaimText extends Omit<
  PlannedClaim,
  "cell" | "baseline" | "declared" | "primary"
> {
  readonly cell: string;
  readonly baseline: string;
  readonly lastEvaluations: number;
}

export function claimText(
  { cells, lastEvaluations }: Pick<Plan, "cells" | "lastEvaluations">,
  { metric, cell, baseline, relation, margin, paired }: PlannedClaim,
): ClaimText {
  const nameOf = (index: number): string => cells[index]?.name ?? "";
  const names = { cell: nameOf(cell), baseline: nameOf(baseline) };
  return { metric, ...names, relation, margin, paired, lastEvaluations };
}

/** The plan as plain data. */
export function planDocument(
  plan: Plan,
  resultsVersion: number,
  declarations: Declarations,
): PlanDocument {
  const shared = sharedParts(plan.cells.map(({ spec }) => spec));
  return {
    format: 1,
    experiment: plan.experiment,
    question: plan.question,
    resultsVersion,
    sharedSpec: shared,
    cells: plan.cells.map(({ name, label, axes, hash, spec, settings }) => ({
      name,
      label,
      axes,
      hash,
      spec: Object.fromEntries(Object.entries(spec).filter(([part]) => !(part in shared))),
      settings,
    })),
    runs: plan.runs.map(({ cell, seed, id }) => ({
      cell: plan.cells[cell]?.name ?? "",
      seed,
      id,
    })),
    claims: plan.claims.map((claim, i) => ({
      ...claimText(plan, claim),
      ...(declarations.claims[i] ?? UNDECLARED),
    })),
    outcomes: plan.outcomes.map((rule, i) => ({
      ...rule,
      ...(declarations.outcomes[i] ?? UNDECLARED),
    })),
  };
}

const UNDECLARED: Declaration = { declaredAt: null, resultsBefore: 0 };

/** Top-level parts that are equal in all specs. */
function sharedParts(specs: readonly CellSpec[]): Partial<CellSpec> {
  const [first, ...others] = specs.map((spec) => Object.entries(spec));
  if (first === undefined) return {};
  const same = first.filter(([part, value], i) => {
    const text = canonicalJson(value);
    return others.every(
      (spec) =>
        spec[i]?.[0] === part && (spec[i][1] === value || canonicalJson(spec[i][1]) === text),
    );
  });
  return Object.fromEntries(same);
}

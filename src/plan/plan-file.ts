/** plan.json: a sweep's plan as it was when it was started, complete enough to make every run's spec again. */
import type { CellSpec } from "../config/experiment.ts";
import type { RunSettings } from "../config/spec.ts";
import type { AxisValue } from "./axes.ts";
import { canonicalJson } from "./canonical.ts";
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
}

/** The plan as plain data. */
export function planDocument(plan: Plan, resultsVersion: number): PlanDocument {
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
  };
}

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

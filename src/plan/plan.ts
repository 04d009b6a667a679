/**
 * An experiment → its plan: every cell of the sweep resolved, named and identified, and every run of every cell. Pure;
 * what is on disk is compared with it in runs/survey.ts.
 */
import type { CellSpec, Experiment, OutcomeRule, Override } from "../config/experiment.ts";
import { ConfigError } from "../config/issue.ts";
import type { Issue } from "../config/issue.ts";
import type { RunSettings } from "../config/spec.ts";
import type { RunId, Seed } from "../shared/brand.ts";
import { seed } from "../shared/brand.ts";
import { describeAxes } from "./axes.ts";
import type { AxisValue, CellAxes } from "./axes.ts";
import { cellName } from "./cell-name.ts";
import { planClaims } from "./claims.ts";
import type { PlannedClaim } from "./claims.ts";
import { checkOutcomes, planOutcomes } from "./outcomes.ts";
import { resolveCells } from "./resolve-cells.ts";
import type { ResolvedCell } from "./resolve-cells.ts";

/** One setting of a sweep; its replicates differ in the seed alone. */
export interface PlannedCell {
  readonly index: number;
  /** Name of its directory: `labels-binary-1f3a9c02`. */
  readonly name: string;
  /** What it is called in tables: `labels: binary`. */
  readonly label: string;
  /** Every key that varies, where `label` leaves some out. */
  readonly fullLabel: string;
  readonly axes: Readonly<Record<string, AxisValue>>;
  readonly spec: CellSpec;
  readonly settings: RunSettings;
  /** Hash of the spec, 64 hexadecimal digits. */
  readonly hash: string;
  /** The sweep's values that make it, to blame lines by. */
  readonly overrides: readonly Override[];
  readonly warnings: readonly Issue[];
}

/** One training: a cell and a seed. */
export interface PlannedRun {
  /** Index of the cell. */
  readonly cell: number;
  readonly seed: Seed;
  readonly id: RunId;
}

export interface Plan {
  readonly experiment: string;
  readonly question: string | null;
  readonly cells: readonly PlannedCell[];
  /** All cells with the first seed, then all with the second: a sweep stopped half-way still compares all its cells. */
  readonly runs: readonly PlannedRun[];
  /** One for each comparison that the experiment declares, the primary claim's first. */
  readonly claims: readonly PlannedClaim[];
  /** How runs can end, besides `diverged` and `other`. */
  readonly outcomes: readonly OutcomeRule[];
  /** A run's final value is the mean of so many last evaluations. */
  readonly lastEvaluations: number;
  /** Of the sweep as a whole and of each cell, each told once. */
  readonly warnings: readonly Issue[];
}

/**
 * Expands and resolves a sweep. The order of cells depends on the file alone.
 *
 * @throws ConfigError with every mistake of every cell, each told once and blamed on its own line
 */
export function buildPlan(experiment: Experiment): Plan {
  const { cells: resolved, issues, warnings } = resolveCells(experiment);
  if (issues.length > 0) throw new ConfigError(issues);
  const axes = describeAxes(
    resolved.map(({ overrides }) => ({
      combination: overrides,
      resolved: (key) => experiment.read(key, overrides),
    })),
  );
  const cells = resolved.map((cell, index) => planCell(index, cell, axes[index] ?? UNNAMED));
  const { claims, issues: unclear } = planClaims(experiment, cells);
  const wrong = [...unclear, ...checkOutcomes(experiment, cells)];
  if (wrong.length > 0) throw new ConfigError(wrong);
  return {
    experiment: experiment.name,
    question: experiment.question,
    cells,
    runs: planRuns(experiment, resolved),
    claims,
    outcomes: planOutcomes(experiment, cells),
    lastEvaluations: experiment.lastEvaluations,
    warnings: [...warnings, ...warnOfFewEvaluations(experiment, cells)],
  };
}

/** A mean of more evaluations than there are. */
function warnOfFewEvaluations(
  experiment: Experiment,
  cells: readonly PlannedCell[],
): readonly Issue[] {
  const { lastEvaluations } = experiment;
  const least = cells.reduce((found, { spec: { training, evaluation } }) => {
    return Math.min(found, Math.ceil(training.steps / evaluation.everySteps));
  }, Infinity);
  if (lastEvaluations <= least) return [];
  const path = "evaluation.lastEvaluations";
  const message = `${path}: expected at most ${String(least)}, the evaluations of the shortest run, got ${String(lastEvaluations)}`;
  return [{ code: "conflict", position: experiment.locate(path), path, message }];
}

const UNNAMED: CellAxes = { values: {}, label: "base", fullLabel: "base" };

function planCell(
  index: number,
  cell: ResolvedCell,
  { label, fullLabel, values }: CellAxes,
): PlannedCell {
  const { spec, settings, overrides, warnings, identity } = cell;
  const { hash } = identity;
  const name = cellName(label, hash);
  return { index, name, label, fullLabel, axes: values, spec, settings, hash, overrides, warnings };
}

function planRuns({ seeds }: Experiment, cells: readonly ResolvedCell[]): readonly PlannedRun[] {
  return Array.from({ length: seeds.count }, (_, i) => seed(seeds.first + i)).flatMap((replicate) =>
    cells.map(({ identity }, cell) => ({
      cell,
      seed: replicate,
      id: identity.runId(replicate),
    })),
  );
}

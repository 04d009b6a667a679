/** The cells of a sweep with their settings: expanded, resolved, and each setting kept once. */
import type { Experiment, Override, Resolution } from "../config/experiment.ts";
import type { Issue } from "../config/issue.ts";
import { formatAxisValue } from "./axes.ts";
import { valueAt } from "./conditions.ts";
import type { LookUp } from "./conditions.ts";
import { expandSweep } from "./expand.ts";
import { identifyCell } from "./identity.ts";
import type { CellIdentity } from "./identity.ts";
import type { Combination, SweepRemark } from "./sweep-block.ts";

/** A cell whose settings are right. */
export type ResolvedCell = Omit<Extract<Resolution, { readonly ok: true }>, "ok"> & {
  readonly overrides: Combination;
  readonly identity: CellIdentity;
};

export interface ResolvedCells {
  readonly cells: readonly ResolvedCell[];
  /** Every mistake of the sweep and of every cell, each told once. */
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** Resolves every cell. Of cells with equal specs the first stays, with a warning about the others. */
export function resolveCells(experiment: Experiment): ResolvedCells {
  const resolve = resolveOnce(experiment);
  const expanded = expandSweep(experiment.blocks, lookUpIn(experiment, resolve));
  const issues = expanded.issues.map((remark) => sweepIssue(experiment, remark));
  const warnings = expanded.warnings.map((remark) => sweepIssue(experiment, remark));
  const cells: ResolvedCell[] = [];
  for (const combination of expanded.combinations) {
    const resolution = resolve(combination);
    if (resolution.ok) {
      const { spec, settings, warnings: own } = resolution;
      const identity = identifyCell(spec);
      cells.push({ spec, settings, warnings: own, overrides: combination, identity });
      warnings.push(...own);
    } else {
      issues.push(...resolution.issues);
    }
  }
  if (expanded.combinations.length === 0 && issues.length === 0)
    issues.push(emptySweep(experiment));
  const kept = keepFirst(cells);
  warnings.push(...kept.repeated.map((repeated) => describeRepeated(experiment, repeated)));
  return { cells: kept.cells, issues: tellOnce(issues), warnings: tellOnce(warnings) };
}

/** A condition may look at a cell before it is its turn: it is resolved once. */
function resolveOnce(experiment: Experiment): (combination: Combination) => Resolution {
  const known = new WeakMap<Combination, Resolution>();
  return (combination) => {
    const found = known.get(combination) ?? experiment.resolve(combination);
    known.set(combination, found);
    return found;
  };
}

/** A condition may name a value as the file writes it (`binary`) or as it resolves (`{ a: 0, b: 1, c: 1 }`). */
function lookUpIn(
  experiment: Experiment,
  resolve: (combination: Combination) => Resolution,
): LookUp {
  return (combination, key) => {
    const resolution = resolve(combination);
    return writtenValues(experiment, combination, resolution.ok ? resolution : null, key);
  };
}

/** Every way the value of a dotted key can be written for a cell: as in the file, and as resolved. */
export function writtenValues(
  experiment: Experiment,
  overrides: readonly Override[],
  cell: Pick<ResolvedCell, "spec" | "settings"> | null,
  key: string,
): readonly unknown[] {
  const resolved = cell === null ? [] : [valueAt(cell.spec, key), valueAt(cell.settings, key)];
  return [experiment.read(key, overrides), ...resolved].filter((value) => value !== undefined);
}

interface Repeated {
  readonly cell: ResolvedCell;
  readonly first: ResolvedCell;
}

function keepFirst(cells: readonly ResolvedCell[]): {
  readonly cells: readonly ResolvedCell[];
  readonly repeated: readonly Repeated[];
} {
  const seen = new Map<string, ResolvedCell>();
  const repeated: Repeated[] = [];
  for (const cell of cells) {
    const { hash } = cell.identity;
    const first = seen.get(hash);
    if (first === undefined) seen.set(hash, cell);
    else repeated.push({ cell, first });
  }
  return { cells: [...seen.values()], repeated };
}

function describeRepeated(experiment: Experiment, { cell, first }: Repeated): Issue {
  const last = cell.overrides.at(-1);
  return {
    code: "sweep",
    position: last?.place ? experiment.locatePlace(last.place) : experiment.locatePlace(["sweep"]),
    path: last?.path ?? "sweep",
    message: `this cell (${describe(cell.overrides)}) is left out beside an earlier one (${describe(first.overrides)}), which has the same settings`,
  };
}

function describe(overrides: readonly Override[]): string {
  if (overrides.length === 0) return "the experiment as it is";
  return overrides.map(({ path, value }) => `${path}: ${formatAxisValue(value)}`).join(", ");
}

function sweepIssue(experiment: Experiment, { place, message }: SweepRemark): Issue {
  return {
    code: "sweep",
    position: experiment.locatePlace(place),
    path: place.join("."),
    message,
  };
}

function emptySweep(experiment: Experiment): Issue {
  return {
    code: "sweep",
    position: experiment.locatePlace(["sweep"]),
    path: "sweep",
    message: "sweep: expected at least one cell, got none: `exclude` and `require` leave nothing",
  };
}

/** A value that is wrong is wrong in every cell that has it: it is told where it stands, once. */
function tellOnce(issues: readonly Issue[]): readonly Issue[] {
  const first = new Map<string, Issue>();
  for (const issue of issues) {
    const { file, line, column } = issue.position;
    const key = `${file}:${String(line)}:${String(column)}:${issue.message}`;
    if (!first.has(key)) first.set(key, issue);
  }
  return [...first.values()];
}

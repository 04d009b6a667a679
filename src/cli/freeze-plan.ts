/** Everything that is written before the first child starts: plan.json, the sweep's event file, and each run.json. */
import { stringify } from "yaml";

import type { Experiment } from "../config/experiment.ts";
import type { RunSettings } from "../config/spec.ts";
import { metricOf } from "../metrics/registry.ts";
import type { AxisValue } from "../plan/axes.ts";
import { planDocument } from "../plan/plan-file.ts";
import type { Plan, PlannedCell, PlannedRun } from "../plan/plan.ts";
import { findDeclarations } from "../runs/declarations.ts";
import { createRunDirectory } from "../runs/record-file.ts";
import type { RunRecord } from "../runs/record.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { writeJson } from "../shared/files.ts";
import { RESULTS_VERSION } from "../shared/results-version.ts";
import { writeSweepEvents } from "../tensorboard/sweep-files.ts";
import { runCharts } from "../training/tags.ts";
import { readProvenance } from "./provenance.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";
import { keepWorkingChanges, readWorkingChanges } from "./working-changes.ts";

type FrozenSweep = Pick<SurveyedSweep, "plan" | "paths" | "survey">;

/** Writes plan.json, in which new claims get this time, and the event file of the sweep as a whole. */
export function freezePlan({ plan, paths, survey }: FrozenSweep, now: Date = new Date()): void {
  const sources = { planPath: paths.plan, survey, now: now.toISOString() };
  writeJson(paths.plan, planDocument(plan, RESULTS_VERSION, findDeclarations(plan, sources)));
  const tags = metricTags(plan);
  writeSweepEvents(paths.directory, {
    name: plan.experiment,
    question: plan.question,
    axes: axisValues(plan.cells),
    metrics: tags.map((tag) => ({ tag: `eval/${tag}`, displayName: tag })),
    charts: runCharts(tags.map((tag) => `eval/${tag}`)),
  });
}

/**
 * Writes run.json of every run that is to be started.
 *
 * @throws LabError RUN_DIRECTORY where a directory holds another run
 */
export function createRunDirectories(experiment: Experiment, sweep: SurveyedSweep): void {
  if (sweep.toRun.length === 0) return;
  const changes = readWorkingChanges();
  if (changes !== null) keepWorkingChanges(sweep.paths.directory, changes);
  const provenance = {
    ...readProvenance(),
    ...(changes === null ? {} : { changes: changes.digest }),
  };
  const namesOf = createRunNames(experiment, sweep.plan);
  for (const { run, directory } of sweep.toRun) {
    const { settings } = cellOf(sweep.plan, run.cell);
    const { threads, executor } = settings.engine;
    createRunDirectory(directory, {
      ...namesOf(run, settings),
      settings,
      resultsVersion: RESULTS_VERSION,
      provenance: { ...provenance, threads, executor: sweep.executors[run.cell] ?? executor },
    });
  }
}

/** All of a run's record but how it is, or was, made. */
export type RunNames = Omit<RunRecord, "settings" | "resultsVersion" | "provenance" | "takenFrom">;

/** What a plan calls its runs; settings are those that a run is, or was, made with. */
export function createRunNames(
  experiment: Experiment,
  plan: Plan,
): (run: PlannedRun, settings: RunSettings) => RunNames {
  const yamlOf = rememberByCell((cell, settings) => cellYaml(plan, cell, settings));
  const extensionFiles = experiment.extensions.map(({ path }) => path);
  return (run, settings) => {
    const cell = cellOf(plan, run.cell);
    return {
      format: 1,
      id: run.id,
      experiment: plan.experiment,
      question: plan.question,
      cell: cell.name,
      cellLabel: cell.label,
      axes: cell.axes,
      seed: run.seed,
      spec: { ...cell.spec, seed: run.seed },
      extensionFiles,
      resolvedYaml: `${yamlOf(cell, settings)}seed: ${String(run.seed)}\n`,
    };
  };
}

/** The cell of a planned or surveyed run. */
export function cellOf(plan: Plan, index: SurveyedRun["run"]["cell"]): PlannedCell {
  const cell = plan.cells[index];
  if (cell === undefined) throw new Error(`Expected a cell ${String(index)}, got none`);
  return cell;
}

type CellText = (cell: PlannedCell, settings: RunSettings) => string;

/** Replicates of a cell that have equal settings share its text. */
function rememberByCell(make: CellText): CellText {
  const known = new Map<number, { readonly settings: RunSettings; readonly text: string }>();
  return (cell, settings) => {
    const last = known.get(cell.index);
    const text = last?.settings === settings ? last.text : make(cell, settings);
    known.set(cell.index, { settings, text });
    return text;
  };
}

function cellYaml(
  { experiment, question }: Plan,
  { spec }: PlannedCell,
  settings: RunSettings,
): string {
  return stringify({ name: experiment, question, ...spec, ...settings }, { lineWidth: 100 });
}

function metricTags({ cells }: Plan): readonly string[] {
  const kinds = cells.flatMap(({ spec }) => spec.evaluation.metrics.map(metricOf));
  return [...new Set(kinds.flatMap(({ values }) => values.map(({ tag }) => tag)))];
}

/** All values of each axis; a sweep without axes is told apart by nothing, and its runs name their cell. */
function axisValues(cells: readonly PlannedCell[]): Readonly<Record<string, readonly AxisValue[]>> {
  const values = new Map<string, Set<AxisValue>>();
  for (const { axes, label } of cells) {
    const entries =
      Object.keys(axes).length > 0 ? Object.entries(axes) : [["cell", label] as const];
    for (const [axis, value] of entries)
      values.set(axis, (values.get(axis) ?? new Set<AxisValue>()).add(value));
  }
  return Object.fromEntries([...values].map(([axis, found]) => [axis, [...found]]));
}

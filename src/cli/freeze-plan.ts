/** Everything that is written before the first child starts: plan.json, the sweep's event file, and each run.json. */
import { stringify } from "yaml";

import type { Experiment } from "../config/experiment.ts";
import { metricOf } from "../metrics/registry.ts";
import type { AxisValue } from "../plan/axes.ts";
import { planDocument } from "../plan/plan-file.ts";
import type { Plan, PlannedCell } from "../plan/plan.ts";
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
  const provenance = readProvenance();
  const yamlOf = rememberByIndex((cell) => cellYaml(sweep.plan, cell));
  const extensionFiles = experiment.extensions.map(({ path }) => path);
  for (const { run, directory } of sweep.toRun) {
    const cell = cellOf(sweep.plan, run.cell);
    createRunDirectory(directory, {
      format: 1,
      id: run.id,
      experiment: sweep.plan.experiment,
      question: sweep.plan.question,
      cell: cell.name,
      cellLabel: cell.label,
      axes: cell.axes,
      seed: run.seed,
      spec: { ...cell.spec, seed: run.seed },
      settings: cell.settings,
      extensionFiles,
      resolvedYaml: `${yamlOf(cell)}seed: ${String(run.seed)}\n`,
      resultsVersion: RESULTS_VERSION,
      provenance: {
        ...provenance,
        threads: cell.settings.engine.threads,
        executor: sweep.executors[run.cell] ?? cell.settings.engine.executor,
      },
    } satisfies RunRecord);
  }
}

/** The cell of a planned or surveyed run. */
export function cellOf(plan: Plan, index: SurveyedRun["run"]["cell"]): PlannedCell {
  const cell = plan.cells[index];
  if (cell === undefined) throw new Error(`Expected a cell ${String(index)}, got none`);
  return cell;
}

/** Replicates of a cell share its text. */
function rememberByIndex(make: (cell: PlannedCell) => string): (cell: PlannedCell) => string {
  const known = new Map<number, string>();
  return (cell) => {
    const text = known.get(cell.index) ?? make(cell);
    known.set(cell.index, text);
    return text;
  };
}

function cellYaml({ experiment, question }: Plan, { spec, settings }: PlannedCell): string {
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

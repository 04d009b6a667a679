/**
 * What a sweep found so far, cell by cell: means over seeds with intervals, divergences, losses beside their equilibrium,
 * and what is still missing. Works on a sweep that is not done.
 */
import type { Plan, PlannedCell } from "../plan/plan.ts";
import { runPaths } from "../runs/paths.ts";
import type { SweepPaths } from "../runs/paths.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { cellLosses } from "./cell-losses.ts";
import { estimateSeeds, estimateSuccesses, valuesOf } from "./estimate-seeds.ts";
import type { SeededResult } from "./estimate-seeds.ts";
import { metricColumns, metricRange } from "./metric-columns.ts";
import { referenceRows } from "./references.ts";
import { wilsonInterval } from "./statistics/intervals.ts";
import type { CellSummary, MetricColumn, MissingRun, Summary } from "./summary.ts";

/** A plan and what is on disk of it. */
export interface SweepResults {
  readonly plan: Plan;
  readonly paths: SweepPaths;
  /** Every run of the plan: `surveyRuns` of runs/survey.ts, made after the runs have ended. */
  readonly survey: readonly SurveyedRun[];
  /** Stale results count, marked, in place of being left out. */
  readonly keepStale: boolean;
  /** What shows these results in TensorBoard: `npx lsgan board FILE`. */
  readonly boardCommand: string;
}

/** Pure: everything it tells is in the survey. */
export function summariseSweep(results: SweepResults): Summary {
  const { plan, paths, survey, keepStale, boardCommand } = results;
  const columns = metricColumns(plan.cells.map(({ spec }) => spec));
  const runsOf = groupByCell(plan, survey);
  const cells = plan.cells.map((cell) => ({
    cell,
    runs: (runsOf[cell.index] ?? []).filter((run) => counts(run, keepStale)),
    seeds: runsOf[cell.index]?.length ?? 0,
  }));
  return {
    format: 1,
    experiment: plan.experiment,
    question: plan.question,
    runs: countStates(survey),
    columns,
    cells: cells.map((item) => summariseCell(item, columns)),
    references: referenceRows(
      cells.map(({ cell, runs }) => ({
        label: cell.label,
        spec: cell.spec,
        results: runs.flatMap(seededResult),
      })),
    ),
    missing: survey.flatMap((run) => (counts(run, keepStale) ? [] : [describeMissing(plan, run)])),
    keepsStale: keepStale,
    files: {
      directory: paths.directory,
      summary: paths.summary,
      markdown: paths.summaryTable,
      metrics: paths.metrics,
    },
    boardCommand,
  };
}

/** Whether a run's result is in the tables. */
function counts({ state, result }: SurveyedRun, keepStale: boolean): boolean {
  if (result === null) return false;
  return state === "done" || state === "diverged" || (state === "stale" && keepStale);
}

function groupByCell(
  { cells }: Plan,
  survey: readonly SurveyedRun[],
): readonly (readonly SurveyedRun[])[] {
  const groups: SurveyedRun[][] = cells.map(() => []);
  for (const item of survey) groups[item.run.cell]?.push(item);
  return groups;
}

function seededResult({ run, result }: SurveyedRun): readonly SeededResult[] {
  return result === null ? [] : [{ seed: run.seed, result }];
}

interface CellRuns {
  readonly cell: PlannedCell;
  /** Those that count. */
  readonly runs: readonly SurveyedRun[];
  readonly seeds: number;
}

function summariseCell(
  { cell, runs, seeds }: CellRuns,
  columns: readonly MetricColumn[],
): CellSummary {
  const { name, label, spec } = cell;
  const ended = runs.flatMap(seededResult);
  const finished = ended.filter(({ result }) => result.diverged === null);
  const diverged = ended.length - finished.length;
  const finals = finished.map(({ seed, result }) => ({ seed, metrics: result.metrics }));
  return {
    name,
    label,
    seeds,
    finished: finished.length,
    diverged,
    divergedShare: ended.length === 0 ? null : wilsonInterval(diverged, ended.length),
    stale: runs.filter(({ state }) => state === "stale").length,
    metrics: Object.fromEntries(
      columns.map(({ tag, type }) => {
        const values = valuesOf(finals, tag);
        const isOutcome = type === "outcome";
        return [
          tag,
          isOutcome ? estimateSuccesses(values) : estimateSeeds(values, metricRange(spec, tag)),
        ];
      }),
    ),
    losses: cellLosses(spec, finished),
  };
}

function countStates(survey: readonly SurveyedRun[]): Summary["runs"] {
  const states: Record<string, number> = {};
  for (const { state } of survey) states[state] = (states[state] ?? 0) + 1;
  return states;
}

function describeMissing(
  { cells }: Plan,
  { run, state, reason, directory }: SurveyedRun,
): MissingRun {
  return {
    cell: cells[run.cell]?.label ?? "",
    seed: run.seed,
    state,
    reason,
    log: runPaths(directory).log,
  };
}

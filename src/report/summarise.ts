/**
 * What a sweep found so far, cell by cell: means over seeds with intervals, divergences, losses beside their equilibrium,
 * and what is still missing. Works on a sweep that is not done.
 */
import type { Declarations } from "../plan/plan-file.ts";
import type { Plan, PlannedCell } from "../plan/plan.ts";
import type { SweepPaths } from "../runs/paths.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { cellLosses } from "./cell-losses.ts";
import { describeDiverged, describeMissing } from "./describe-runs.ts";
import { countOutcomes } from "./count-outcomes.ts";
import { estimateSeeds, estimateSuccesses, valuesOf, withBootstrap } from "./estimate-seeds.ts";
import type { SeededResult } from "./estimate-seeds.ts";
import { finalMetrics } from "./final-values.ts";
import { judgePlan } from "./judge-claims.ts";
import { metricColumns, metricRange } from "./metric-columns.ts";
import { referenceRows } from "./references.ts";
import { schemeParts } from "./scheme-parts.ts";
import type { SchemeCell } from "./scheme-parts.ts";
import { wilsonInterval } from "./statistics/intervals.ts";
import type {
  CellSummary,
  EndedRun,
  MetricColumn,
  OutcomeShare,
  SeedEstimate,
  Summary,
} from "./summary.ts";

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
  /** What makes the report's page: `npx lsgan report FILE`. */
  readonly reportCommand: string;
  /** When the plan's claims and outcomes were declared: `findDeclarations` of runs/declarations.ts. */
  readonly declarations: Declarations;
}

/** Pure: everything it tells is in the survey. */
export function summariseSweep(results: SweepResults): Summary {
  const { plan, paths, survey, keepStale, boardCommand, reportCommand, declarations } = results;
  const columns = metricColumns(plan.cells.map(({ spec }) => spec));
  const runsOf = groupByCell(plan, survey);
  const cells = plan.cells.map((cell) => ({
    cell,
    runs: (runsOf[cell.index] ?? []).filter((run) => counts(run, keepStale)),
    seeds: runsOf[cell.index]?.length ?? 0,
  }));
  const ended = cells.map(({ runs }) => runs.flatMap((run) => endedRun(run, plan, columns)));
  const baseline = plan.claims[0]?.baseline ?? null;
  const baselineLabel = baseline === null ? null : (plan.cells[baseline]?.label ?? null);
  const outcomes = plan.outcomes.length === 0 ? [] : countOutcomes(plan.outcomes, ended, baseline);
  const resampled = resampledTags(plan, columns);
  return {
    format: 1,
    experiment: plan.experiment,
    question: plan.question,
    runs: countStates(survey),
    verdicts: judgePlan({
      plan,
      declarations,
      columns,
      runs: ended,
      planned: cells.map(({ seeds }) => seeds),
    }),
    baseline: baselineLabel,
    schemeParts: columns
      .filter(({ isPrimary }) => isPrimary)
      .flatMap(({ tag }) => schemeParts(tag, schemeCells(plan, ended, tag), baselineLabel)),
    lastEvaluations: plan.lastEvaluations,
    columns,
    cells: cells.map((item, i) =>
      summariseCell(
        { ...item, ended: ended[i] ?? [], outcomes: outcomes[i] ?? [] },
        { columns, resampled },
      ),
    ),
    // Without a metric there is nothing to read against them.
    references:
      columns.length === 0
        ? []
        : referenceRows(
            cells.map(({ cell, runs }) => ({
              label: cell.label,
              spec: cell.spec,
              results: runs.flatMap(seededResult),
            })),
          ),
    divergedRuns: survey.flatMap((run) =>
      counts(run, keepStale) && run.result?.diverged != null ? [describeDiverged(plan, run)] : [],
    ),
    missing: survey.flatMap((run) => (counts(run, keepStale) ? [] : [describeMissing(plan, run)])),
    keepsStale: keepStale,
    files: {
      directory: paths.directory,
      summary: paths.summary,
      markdown: paths.summaryTable,
      metrics: paths.metrics,
      report: paths.report,
    },
    boardCommand,
    reportCommand,
  };
}

/** The runs whose results are in the tables: what charts and pictures show, too. */
export function countedRuns({
  survey,
  keepStale,
}: Pick<SweepResults, "survey" | "keepStale">): readonly SurveyedRun[] {
  return survey.filter((run) => counts(run, keepStale));
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

function endedRun(
  { run: { seed }, result }: SurveyedRun,
  { lastEvaluations }: Plan,
  columns: readonly MetricColumn[],
): readonly EndedRun[] {
  if (result === null) return [];
  if (result.diverged !== null) return [{ seed, metrics: null, lastEvaluation: {} }];
  const metrics = finalMetrics(result, lastEvaluations, columns);
  return [{ seed, metrics, lastEvaluation: result.metrics }];
}

function schemeCells(
  { cells }: Plan,
  ended: readonly (readonly EndedRun[])[],
  tag: string,
): readonly SchemeCell[] {
  return cells.map(({ label, spec }, i) => ({
    label,
    spec,
    values: (ended[i] ?? []).flatMap(({ metrics }) => {
      const value = metrics?.[tag];
      return value !== undefined && Number.isFinite(value) ? [value] : [];
    }),
  }));
}

/** Values that are worth resampling: those that something is decided by. */
function resampledTags({ claims }: Plan, columns: readonly MetricColumn[]): ReadonlySet<string> {
  const primary = columns.flatMap(({ tag, isPrimary }) => (isPrimary ? [tag] : []));
  return new Set([...primary, ...claims.map(({ metric }) => metric)]);
}

interface CellRuns {
  readonly cell: PlannedCell;
  /** Those that count. */
  readonly runs: readonly SurveyedRun[];
  readonly seeds: number;
  readonly ended: readonly EndedRun[];
  readonly outcomes: readonly OutcomeShare[];
}

interface ColumnChoice {
  readonly columns: readonly MetricColumn[];
  /** Tags that get a bootstrap interval. */
  readonly resampled: ReadonlySet<string>;
}

function summariseCell(
  { cell, runs, seeds, ended, outcomes }: CellRuns,
  { columns, resampled }: ColumnChoice,
): CellSummary {
  const { name, label, fullLabel, spec } = cell;
  const finished = runs.flatMap(seededResult).filter(({ result }) => result.diverged === null);
  const diverged = ended.length - finished.length;
  const finals = ended.flatMap(({ seed, metrics }) =>
    metrics === null ? [] : [{ seed, metrics }],
  );
  const estimate = (tag: string, type: MetricColumn["type"]): SeedEstimate => {
    const values = valuesOf(finals, tag);
    if (type === "outcome") return estimateSuccesses(values);
    const found = estimateSeeds(values, metricRange(spec, tag));
    return resampled.has(tag) ? withBootstrap(found) : found;
  };
  return {
    name,
    label,
    fullLabel,
    seeds,
    finished: finished.length,
    diverged,
    divergedShare: ended.length === 0 ? null : wilsonInterval(diverged, ended.length),
    stale: runs.filter(({ state }) => state === "stale").length,
    metrics: Object.fromEntries(columns.map(({ tag, type }) => [tag, estimate(tag, type)])),
    losses: cellLosses(spec, finished),
    outcomes,
  };
}

function countStates(survey: readonly SurveyedRun[]): Summary["runs"] {
  const states: Record<string, number> = {};
  for (const { state } of survey) states[state] = (states[state] ?? 0) + 1;
  return states;
}

/** What the parent can know to be wrong with a plan's cells before a child starts, blamed on lines of the file. */
import type { Experiment } from "../config/experiment.ts";
import type { Issue, IssueCode } from "../config/issue.ts";
import { checkBatches } from "../data/batches.ts";
import type { DatasetDescription } from "../data/dataset-module.ts";
import { describeDataset } from "../data/registry.ts";
import { checkNetworks } from "../gan/check-networks.ts";
import { checkTraining } from "../gan/check-training.ts";
import { joinsLabels } from "../gan/label-map.ts";
import type { Metric } from "../metrics/metric.ts";
import { metricOf } from "../metrics/registry.ts";
import { canonicalPart } from "../plan/canonical.ts";
import type { Plan, PlannedCell } from "../plan/plan.ts";

/** Every mistake once, in the order of the cells. */
export function checkPlan(experiment: Experiment, plan: Plan): readonly Issue[] {
  const known = new Map<string, readonly Problem[]>();
  const told = new Map<string, Issue>();
  for (const cell of plan.cells) {
    for (const problem of problemsOf(cell, known)) {
      const issue = blame(experiment, cell, problem);
      const { file, line, column } = issue.position;
      const key = `${file}:${String(line)}:${String(column)}:${issue.message}`;
      if (!told.has(key)) told.set(key, issue);
    }
  }
  return [...told.values()];
}

interface Problem {
  readonly code: IssueCode;
  /** Dotted key to blame. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

/** Cells mostly differ in what these checks do not look at: equal parts are checked once. */
function problemsOf(cell: PlannedCell, known: Map<string, readonly Problem[]>): readonly Problem[] {
  const { dataset, latent, generator, discriminator, training, evaluation } = cell.spec;
  const key = [dataset, latent, generator, discriminator, training, evaluation]
    .map(canonicalPart)
    .join();
  const found = known.get(key) ?? findProblems(cell);
  known.set(key, found);
  return found;
}

function findProblems({ spec }: PlannedCell): readonly Problem[] {
  const dataset = describeDataset(spec.dataset);
  const networks = checkNetworks(spec, dataset.sampleShape, dataset.classes);
  return [
    ...networks.map((problem): Problem => ({ code: "shape", ...problem })),
    ...checkTraining(spec).map((problem): Problem => ({ code: "conflict", ...problem })),
    ...findBatchProblems(spec, dataset),
    ...findMetricProblems(spec, dataset),
  ];
}

function findBatchProblems(
  { dataset, training }: PlannedCell["spec"],
  { rows }: DatasetDescription,
): readonly Problem[] {
  const half = training.discriminatorBatch === "half";
  const batchSize = half ? training.batchSize / 2 : training.batchSize;
  const stepsPerEpoch = "stepsPerEpoch" in dataset ? dataset.stepsPerEpoch : null;
  const message = checkBatches(rows, { batchSize, stepsPerEpoch });
  if (message === null) return [];
  const tooFew = checkBatches(rows, { batchSize, stepsPerEpoch: null }) !== null;
  return [
    { code: "conflict", path: tooFew ? "training.batchSize" : "dataset.stepsPerEpoch", message },
  ];
}

function findMetricProblems(
  { evaluation, generator }: PlannedCell["spec"],
  dataset: DatasetDescription,
): readonly Problem[] {
  const metrics = evaluation.metrics.map(metricOf);
  return metrics.flatMap((metric, i): readonly Problem[] => {
    const path = `evaluation.metrics.${String(i)}`;
    const conflict = (message: string): readonly Problem[] => [
      { code: "conflict", path, message: `${path}: \`${metric.kind}\` ${message}` },
    ];
    const reason = metric.unsuited(dataset);
    if (reason !== null) return conflict(`cannot judge \`${dataset.kind}\`: ${reason}`);
    if (metric.judgesLabels === true && !joinsLabels(generator))
      return conflict(
        "needs a generator that is told a class: put a { kind: join-label, size: 16 } in it, or leave the metric out",
      );
    return findSampleProblems(metric, evaluation.samples, dataset);
  });
}

function findSampleProblems(
  metric: Metric,
  samples: number,
  dataset: DatasetDescription,
): readonly Problem[] {
  const most = metric.largestSamples?.(dataset) ?? Infinity;
  if (samples > most) {
    const message = `Expected evaluation.samples to be at most ${String(most)} for \`${metric.kind}\`, as many as there are held-out images, got ${String(samples)}`;
    return [{ code: "conflict", path: "evaluation.samples", message }];
  }
  const least = metric.smallestSamples?.(dataset) ?? 1;
  if (samples >= least) return [];
  const message = `Expected evaluation.samples to be at least ${String(least)} for \`${metric.kind}\`, got ${String(samples)}`;
  return [{ code: "conflict", path: "evaluation.samples", message }];
}

function blame(
  experiment: Experiment,
  { overrides }: PlannedCell,
  { code, path, message, hint }: Problem,
): Issue {
  const position = experiment.locate(path, overrides);
  return { code, position, path, message, ...(hint === undefined ? {} : { hint }) };
}

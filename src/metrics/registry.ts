/** The metrics by kind, and the functions the rest of the program calls. */
import type { FeatureMetricKind, MetricSpec } from "../config/spec.ts";
import type { Dataset } from "../data/dataset.ts";
import { classKl } from "./class-kl.ts";
import { digitModes } from "./digit-modes.ts";
import { highQualityShare } from "./high-quality-share.ts";
import { matchedShare } from "./matched-share.ts";
import { classifierAccuracy } from "./classifier-accuracy.ts";
import { classifierBalance } from "./classifier-balance.ts";
import { classifierDensityCoverage } from "./classifier-density-coverage.ts";
import { classifierFrechetDistance } from "./classifier-frechet-distance.ts";
import { classifierKernelDistance } from "./classifier-kernel-distance.ts";
import { classifierScoreMetric } from "./classifier-score-metric.ts";
import { featureMetric } from "./feature-metrics.ts";
import type { Metric } from "./metric.ts";
import { mixtureModes } from "./mixture-modes.ts";
import { mixtureOutcome } from "./mixture-outcome.ts";
import { pixelDensityCoverage } from "./pixel-density-coverage.ts";
import { pixelFrechetDistance } from "./pixel-frechet-distance.ts";
import { pixelKernelDistance } from "./pixel-kernel-distance.ts";
import { pixelPrecisionRecall } from "./pixel-precision-recall.ts";
import { reverseKl } from "./reverse-kl.ts";
import { stackedModesMetric } from "./stacked-modes.ts";

const FEATURE_METRICS: readonly FeatureMetricKind[] = [
  "feature-frechet-distance",
  "feature-kernel-distance",
  "feature-precision-recall",
  "feature-density-coverage",
];

const OUR_METRICS: readonly Metric[] = [
  matchedShare,
  digitModes,
  classKl,
  mixtureModes,
  highQualityShare,
  reverseKl,
  mixtureOutcome,
  pixelKernelDistance,
  pixelPrecisionRecall,
  pixelDensityCoverage,
  pixelFrechetDistance,
  classifierFrechetDistance,
  classifierKernelDistance,
  classifierScoreMetric,
  classifierBalance,
  classifierDensityCoverage,
  classifierAccuracy,
  stackedModesMetric,
  ...FEATURE_METRICS.map((kind) => featureMetric(kind, null)),
];

/** Every metric by kind; extensions as `extension:<kind>`. */
export const METRICS = new Map<string, Metric>(OUR_METRICS.map((metric) => [metric.kind, metric]));

/** Adds an extension's metric. Its `evaluate` is given the keys its schema describes as third argument. */
export function registerMetric(metric: Metric): void {
  METRICS.set(`extension:${metric.kind}`, metric);
}

/** The metric a spec names; an extension's comes with its options bound. */
export function metricOf(spec: MetricSpec): Metric {
  const metric = METRICS.get(spec.kind);
  if (metric === undefined) {
    const known = [...METRICS.keys()].join(", ");
    throw new Error(`Expected metric kind to be one of ${known}, got \`${spec.kind}\``);
  }
  if (!("options" in spec)) return metric;
  return {
    kind: metric.kind,
    values: metric.values,
    unsuited: (dataset) => metric.unsuited(dataset),
    smallestSamples: (dataset) => metric.smallestSamples?.(dataset) ?? 1,
    evaluate: (samples, dataset, _, labels) =>
      metric.evaluate(samples, dataset, spec.options, labels),
  };
}

/** All registered metrics that can judge samples of a data set by themselves, in the order of the registry. */
export function metricsFor(dataset: Parameters<Metric["unsuited"]>[0]): readonly Metric[] {
  return [...METRICS.values()].filter(
    (metric) =>
      metric.network === undefined &&
      metric.judgesLabels === undefined &&
      metric.unsuited(dataset) === null,
  );
}

/** Whether a metric compares with held-out images, which have to be loaded for it. */
export const needsHeldOut = (specs: readonly MetricSpec[]): boolean =>
  specs.some((spec) => metricOf(spec).largestSamples !== undefined);

/** `evaluateMetrics` for metrics that may have something to prepare. @throws LabError CONFIG, see onnx-features.ts. */
export async function judgeSamples(
  metrics: readonly Metric[],
  samples: Float32Array,
  dataset: Dataset,
  labels?: ArrayLike<number>,
): Promise<Readonly<Record<string, number>>> {
  for (const metric of metrics) await metric.prepare?.(samples, dataset);
  return evaluateMetrics(metrics, samples, dataset, labels);
}

/** All values of all metrics, by tag (without `eval/`). */
export function evaluateMetrics(
  metrics: readonly Metric[],
  samples: Float32Array,
  dataset: Dataset,
  labels?: ArrayLike<number>,
): Readonly<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const metric of metrics)
    Object.assign(values, metric.evaluate(samples, dataset, undefined, labels));
  return values;
}

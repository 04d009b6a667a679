/** What hangs on the data set and on the number of steps: metrics, their primary, and the steps at which pictures are drawn. */
import { extensionSpec, findExtension } from "./catalog.ts";
import type { Catalog } from "./catalog.ts";
import {
  CLASSIFIER_DIGEST,
  isClassifierMetric,
  isFeatureMetric,
  isJudgedByDefault,
  isMetricKind,
  METRIC_FACTS,
  USUAL_PRIMARY,
} from "./metric-facts.ts";
import type { EvaluationSpec, FeatureMetricKind, MetricKind, MetricSpec } from "./spec.ts";
import type { Filled } from "./validators.ts";
import { fillDefaults, isPlain, schemasAt } from "./walk-schema.ts";

export function resolveEvaluation(
  filled: Filled<"evaluation">,
  datasetKind: string,
  steps: number,
  catalog: Catalog,
): EvaluationSpec {
  const metrics = metricsOf(filled, datasetKind).map((metric) => resolveMetric(metric, catalog));
  const { everySteps = Math.max(1, Math.floor(steps / 10)), samples, primary } = filled;
  return {
    everySteps,
    samples,
    metrics,
    primary: primary === undefined ? usualPrimary(metrics, datasetKind, catalog) : primary,
  };
}

type WrittenMetric = NonNullable<Filled<"evaluation">["metrics"]>[number];

type WrittenObject = Exclude<WrittenMetric, string>;

const isPlainMetric = (kind: string): kind is Exclude<MetricKind, FeatureMetricKind> =>
  isMetricKind(kind) && !isFeatureMetric(kind);

/** The metrics as written, or all of ours that suit the data set. */
function metricsOf(filled: Filled<"evaluation">, datasetKind: string): readonly WrittenMetric[] {
  if (filled.metrics !== undefined) return filled.metrics;
  return Object.entries(METRIC_FACTS).flatMap(([kind, { judges }]) =>
    isPlainMetric(kind) && judges === datasetKind && isJudgedByDefault(judges) ? [kind] : [],
  );
}

function resolveMetric(metric: WrittenMetric, catalog: Catalog): MetricSpec {
  const written = typeof metric === "string" ? { kind: metric } : metric;
  const extension = extensionSpec(catalog, "metric", { ...written });
  if (extension === null) return resolveOurs(written);
  // A bare name has not met the schema's defaults yet.
  const [node] = schemasAt(catalog.root, ["evaluation", "metrics", "0"], catalog.schemas);
  const filled = node === undefined ? written : fillDefaults(written, node, catalog.schemas);
  return isPlain(filled) ? (extensionSpec(catalog, "metric", filled) ?? extension) : extension;
}

function resolveOurs(written: WrittenObject): MetricSpec {
  if ("features" in written) return { kind: written.kind, features: written.features };
  const { kind } = written;
  return isClassifierMetric(kind) ? { kind, classifier: CLASSIFIER_DIGEST } : { kind };
}

function usualPrimary(
  metrics: readonly MetricSpec[],
  datasetKind: string,
  catalog: Catalog,
): string | null {
  const tags = metrics.flatMap(({ kind }) => tagsOf(kind, catalog));
  const usual = USUAL_PRIMARY[datasetKind];
  return usual !== undefined && tags.includes(usual) ? usual : (tags[0] ?? null);
}

/** Tags of the values that a metric gives; `kind` as a spec has it. */
export function tagsOf(kind: string, catalog: Catalog): readonly string[] {
  if (isMetricKind(kind)) return METRIC_FACTS[kind].tags;
  return findExtension(catalog, "metric", kind.replace(/^extension:/, ""))?.tags ?? [];
}

const PARTS = 5;

/** Step 0, the wanted steps that the run reaches, and its last step, in order. */
export function resolveSnapshots(
  written: Filled<"snapshots"> | undefined,
  steps: number,
): readonly number[] {
  const wanted = wantedSnapshots(written, steps).filter((step) => step <= steps);
  return [...new Set([0, ...wanted, steps])].sort((one, other) => one - other);
}

function wantedSnapshots(
  written: Filled<"snapshots"> | undefined,
  steps: number,
): readonly number[] {
  if (typeof written === "number")
    return Array.from({ length: Math.floor(steps / written) }, (_, i) => (i + 1) * written);
  return written ?? Array.from({ length: PARTS }, (_, i) => Math.round((i * steps) / PARTS));
}

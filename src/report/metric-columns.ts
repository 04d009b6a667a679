/** Which metric values a sweep's cells have, in the order of a table, and the range of each. */
import { describeDataset } from "../data/registry.ts";
import type { CellSpec } from "../config/experiment.ts";
import { METRICS } from "../metrics/registry.ts";
import type { MetricValue } from "../metrics/metric.ts";
import { UNBOUNDED } from "./statistics/intervals.ts";
import type { Range } from "./statistics/intervals.ts";
import type { MetricColumn } from "./summary.ts";

/** The columns of all cells together: the first cell's primary value first, the others in the order of the file. */
export function metricColumns(specs: readonly CellSpec[]): readonly MetricColumn[] {
  const primary = specs[0]?.evaluation.primary ?? null;
  const values = new Map(specs.flatMap(metricValues).map((value) => [value.tag, value]));
  const columns = [...values.values()].map(({ tag, better, type }) => ({
    tag,
    better,
    type,
    isPrimary: tag === primary,
  }));
  return [
    ...columns.filter(({ isPrimary }) => isPrimary),
    ...columns.filter(({ isPrimary }) => !isPrimary),
  ];
}

/** The range of a cell's metric value. */
export function metricRange(spec: CellSpec, tag: string): Range {
  const value = metricValues(spec).find((candidate) => candidate.tag === tag);
  if (value === undefined) return UNBOUNDED;
  const { minimum, maximum } = value;
  if (typeof maximum === "number") return { minimum, maximum };
  return { minimum, maximum: maximum(describeDataset(spec.dataset)) };
}

function metricValues({ evaluation }: CellSpec): readonly MetricValue[] {
  return evaluation.metrics.flatMap(({ kind }) => METRICS.get(kind)?.values ?? []);
}

/** What a run is worth in the end: the mean of its last evaluations, as many as the experiment declares. */
import type { RunResult } from "../runs/result.ts";
import type { MetricColumn } from "./summary.ts";

/**
 * Final value of every tag. Outcomes of single runs, which are 0 or 1, stay those of the last evaluation. Step 0 says
 * nothing about training and is never among the last evaluations.
 */
export function finalMetrics(
  { metrics, evaluations }: Pick<RunResult, "metrics" | "evaluations">,
  lastEvaluations: number,
  columns: readonly Pick<MetricColumn, "tag" | "type">[],
): Readonly<Record<string, number>> {
  const last = evaluations.filter(({ step }) => step > 0).slice(-lastEvaluations);
  if (lastEvaluations === 1 || last.length === 0) return metrics;
  const outcomes = new Set(columns.flatMap(({ tag, type }) => (type === "outcome" ? [tag] : [])));
  return Object.fromEntries(
    Object.entries(metrics).map(([tag, value]) => {
      if (outcomes.has(tag)) return [tag, value];
      const values = last.map((evaluation) => evaluation.values[tag] ?? NaN);
      return [tag, values.reduce((sum, each) => sum + each, 0) / values.length];
    }),
  );
}

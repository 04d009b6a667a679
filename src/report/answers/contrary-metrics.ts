/**
 * Metrics that say the opposite of the one a verdict is by. A share of good samples, say, rises where a generator gives up
 * modes: such a verdict must not stand alone.
 */
import { CONFIDENCE } from "../statistics/intervals.ts";
import { differenceInterval, unpairedDifference } from "../statistics/difference.ts";
import type { CellSummary, MetricColumn, Summary } from "../summary.ts";

export interface ContraryMetric {
  readonly tag: string;
  /** Mean of the first cell less that of the second, and its 95 % interval (Welch), which leaves out 0. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Of two cells; it describes, no claim is decided by it. Empty until both have two values of `metric`. */
export function contraryMetrics(
  columns: Summary["columns"],
  metric: string,
  cells: readonly [CellSummary, CellSummary],
): readonly ContraryMetric[] {
  const decisive = columns.find(({ tag }) => tag === metric);
  const direction = decisive === undefined ? 0 : Math.sign(gain(decisive, cells)?.value ?? 0);
  if (direction === 0) return [];
  return columns.flatMap((column) => {
    const found = column.tag === metric ? null : gain(column, cells);
    if (found === null) return [];
    const opposes = direction > 0 ? found.high < 0 : found.low > 0;
    return opposes ? [{ tag: column.tag, ...found.difference }] : [];
  });
}

interface Gain {
  /** How much better the first cell is, and the interval of that. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly difference: Omit<ContraryMetric, "tag">;
}

function gain(
  { tag, better }: MetricColumn,
  [first, second]: readonly [CellSummary, CellSummary],
): Gain | null {
  const [a, b] = [first, second].map(({ metrics }) =>
    (metrics[tag]?.values ?? []).map(({ value }) => value),
  );
  if (better === null || a === undefined || b === undefined) return null;
  if (Math.min(a.length, b.length) < 2) return null;
  const difference = unpairedDifference(a, b);
  const interval = differenceInterval(difference, CONFIDENCE);
  if (interval === null) return null;
  const { value } = difference;
  const { low, high } = interval;
  return better === "higher"
    ? { value, low, high, difference: { value, low, high } }
    : { value: -value, low: -high, high: -low, difference: { value, low, high } };
}

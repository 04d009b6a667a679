/**
 * Metrics that say the opposite of the one a verdict is by. A share of good samples, say, rises where a generator gives up
 * modes: such a verdict must not stand alone.
 */
import { CONFIDENCE } from "../statistics/intervals.ts";
import { differenceInterval, unpairedDifference } from "../statistics/difference.ts";
import type { CellSummary, MetricColumn, Summary } from "../summary.ts";

export interface ContraryMetric {
  readonly tag: string;
  /** Mean of the first cell minus that of the second, and its 95 % interval (Welch), which leaves out 0. */
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
  const found = decisive === undefined ? null : differ(decisive, cells);
  if (decisive === undefined || found === null) return [];
  const isFirstBetter = Math.sign(found.value) * goodSign(decisive);
  return columns.flatMap((column) => {
    const contrary = column.tag === metric ? null : differ(column, cells);
    if (contrary === null) return [];
    const expected = isFirstBetter * goodSign(column);
    const opposes = expected > 0 ? contrary.high < 0 : expected < 0 && contrary.low > 0;
    return opposes ? [contrary] : [];
  });
}

/** 1 where more is better, −1 where less is, 0 where nobody says. */
const goodSign = ({ better }: MetricColumn): number =>
  better === null ? 0 : better === "higher" ? 1 : -1;

function differ(
  { tag }: MetricColumn,
  cells: readonly [CellSummary, CellSummary],
): ContraryMetric | null {
  const [first = [], second = []] = cells.map(({ metrics }) =>
    (metrics[tag]?.values ?? []).map(({ value }) => value),
  );
  if (Math.min(first.length, second.length) < 2) return null;
  const difference = unpairedDifference(first, second);
  const interval = differenceInterval(difference, CONFIDENCE);
  return interval === null ? null : { tag, value: difference.value, ...interval };
}

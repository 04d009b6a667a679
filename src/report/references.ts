/** Rows for a perfect sampler, uniform noise and the untrained generator: the scale to read every metric on. */
import type { CellSpec } from "../config/experiment.ts";
import { canonicalJson } from "../plan/canonical.ts";
import { estimateSeeds, estimateSuccesses, valuesOf } from "./estimate-seeds.ts";
import type { SeededResult, SeededValue } from "./estimate-seeds.ts";
import { metricColumns, metricRange } from "./metric-columns.ts";
import { wilsonInterval } from "./statistics/intervals.ts";
import { REFERENCE_KINDS } from "./summary.ts";
import type { ReferenceKind, ReferenceRow, SeedEstimate } from "./summary.ts";

export interface CellResults {
  readonly label: string;
  readonly spec: CellSpec;
  readonly results: readonly SeededResult[];
}

/** One row for each kind and each group of cells that share it. */
export function referenceRows(cells: readonly CellResults[]): readonly ReferenceRow[] {
  return REFERENCE_KINDS.flatMap((kind) => {
    const groups = groupCells(cells, kind);
    return groups.map((group) => ({
      kind,
      cells: groups.length === 1 ? null : group.map(({ label }) => label),
      metrics: estimateReference(group, kind),
    }));
  });
}

/** Cells with the same data and evaluation draw the same references; an untrained generator needs the same network too. */
function groupCells(
  cells: readonly CellResults[],
  kind: ReferenceKind,
): readonly (readonly CellResults[])[] {
  const groups = new Map<string, CellResults[]>();
  for (const cell of cells) {
    const { dataset, evaluation, generator, latent } = cell.spec;
    const shared =
      kind === "untrained-generator"
        ? { dataset, evaluation, generator, latent }
        : { dataset, evaluation };
    const key = canonicalJson(shared);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups.values()].filter((group) => group.some(({ results }) => results.length > 0));
}

function estimateReference(
  group: readonly CellResults[],
  kind: ReferenceKind,
): Readonly<Record<string, SeedEstimate>> {
  const [first] = group;
  if (first === undefined) return {};
  // Every cell has drawn the same for a seed: it counts once.
  const bySeed = new Map(
    group.flatMap(({ results }) =>
      results.map(({ seed, result }) => [seed, result.references[kind]] as const),
    ),
  );
  const results = [...bySeed].map(([seed, metrics]) => ({ seed, metrics }));
  return Object.fromEntries(
    metricColumns([first.spec]).map((column) => {
      const values = valuesOf(results, column.tag);
      if (column.type === "outcome") return [column.tag, estimateSuccesses(values)];
      const isPooled = column.type === "share" && kind !== "untrained-generator";
      return [
        column.tag,
        isPooled
          ? estimatePooled(values, first.spec.evaluation.samples)
          : withoutExact(estimateSeeds(values, metricRange(first.spec, column.tag))),
      ];
    }),
  );
}

/** A reference is a mark to read by: where all its seeds agree, that is said, and no interval is needed. */
function withoutExact(estimate: SeedEstimate): SeedEstimate {
  return estimate.method === "exact"
    ? { ...estimate, interval: null, method: "all-equal" }
    : estimate;
}

/** Samples of a fixed distribution are independent trials, over all seeds together: Wilson's interval for their share. */
function estimatePooled(values: readonly SeededValue[], samples: number): SeedEstimate {
  const n = values.length;
  if (n === 0) return estimateSeeds(values);
  const share = values.reduce((sum, { value }) => sum + value, 0) / n;
  const trials = n * samples;
  const interval = wilsonInterval(Math.round(share * trials), trials);
  return { n, mean: share, interval, method: "wilson", values, bootstrap: null };
}

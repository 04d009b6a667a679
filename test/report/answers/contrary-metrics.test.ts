import { describe, expect, test } from "vitest";

import { contraryMetrics } from "../../../src/report/answers/contrary-metrics.ts";
import type { CellSummary, MetricColumn } from "../../../src/report/summary.ts";

const COLUMNS: readonly MetricColumn[] = [
  { tag: "share", better: "higher", type: "share", isPrimary: true },
  { tag: "modes", better: "higher", type: "count", isPrimary: false },
  { tag: "divergence", better: "lower", type: "real", isPrimary: false },
  { tag: "own", better: null, type: "real", isPrimary: false },
];

function cell(metrics: Readonly<Record<string, readonly number[]>>): CellSummary {
  return {
    ...{
      name: "cell",
      label: "cell",
      fullLabel: "cell",
      seeds: 3,
      finished: 3,
      diverged: 0,
      stale: 0,
    },
    ...{ divergedShare: null, losses: null, outcomes: [] },
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([tag, values]) => [
        tag,
        {
          ...{ n: values.length, mean: 0, interval: null, bootstrap: null, method: "t" as const },
          values: values.map((value, seed) => ({ seed, value })),
        },
      ]),
    ),
  };
}

const concentrated = cell({
  share: [0.7, 0.6, 0.65],
  modes: [2, 3, 2],
  divergence: [1.3, 1.4, 1.35],
  own: [0, 1, 2],
});
const covering = cell({
  share: [0.3, 0.35, 0.32],
  modes: [7, 8, 8],
  divergence: [0.1, 0.2, 0.15],
  own: [9, 8, 7],
});

describe("contraryMetrics", () => {
  test("names what is worse where the share of good samples is better, with Welch's interval by hand", () => {
    const found = contraryMetrics(COLUMNS, "share", [concentrated, covering]);
    expect(found.map(({ tag }) => tag)).toEqual(["modes", "divergence"]);
    // Both counts have variance 1/3, so ν = 4 and t = 2.7764451; the standard error is √(2/9).
    expect(found[0]?.value).toBeCloseTo(-16 / 3, 12);
    expect(found[0]?.high).toBeCloseTo(-16 / 3 + 2.7764451 * Math.sqrt(2 / 9), 6);
  });

  test("names the same metrics with the cells in the other order", () => {
    const found = contraryMetrics(COLUMNS, "share", [covering, concentrated]);
    expect(found.map(({ tag }) => tag)).toEqual(["modes", "divergence"]);
    expect(found[0]?.value).toBeCloseTo(16 / 3, 12);
  });

  test("says nothing of metrics whose interval holds 0, or that do not say what is better", () => {
    const noisy = cell({ share: [0.3, 0.35, 0.32], modes: [1, 8, 4], own: [9, 8, 7] });
    expect(contraryMetrics(COLUMNS, "share", [concentrated, noisy])).toEqual([]);
  });

  test("says nothing while a cell has one value", () => {
    const one = cell({ share: [0.3], modes: [8] });
    expect(contraryMetrics(COLUMNS, "share", [concentrated, one])).toEqual([]);
  });
});

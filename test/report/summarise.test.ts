import { describe, expect, test } from "vitest";

import { renderMarkdown } from "../../src/report/render-markdown.ts";
import { renderSummary } from "../../src/report/render-summary.ts";
import { summariseSweep } from "../../src/report/summarise.ts";
import type { SweepResults } from "../../src/report/summarise.ts";
import { columnsOf } from "../../src/shared/terminal-text.ts";
import {
  BINARY,
  cellSpec,
  CROSS_ENTROPY,
  diverged,
  done,
  leastSquares,
  makeSweep,
  PEARSON,
} from "./fixtures.ts";

const shares = (...values: readonly number[]): ReturnType<typeof done>[] =>
  values.map((share) => done({ "matched-share": share, "class-kl": 0.1 + share / 10 }));

/** Three schemes and a baseline, with everything that can go wrong. */
function partialSweep(changes: Partial<SweepResults> = {}): SweepResults {
  return makeSweep(
    [
      { label: "labels: binary", spec: cellSpec(BINARY), runs: shares(0.5, 0.6, 0.55, 0.65) },
      {
        label: "labels: pearson",
        spec: cellSpec(PEARSON),
        runs: [
          ...shares(0.98, 1).map((run) => ({
            ...run,
            result: { ...run.result, losses: { discriminator: 0.9, generator: 0.1 } },
          })),
          diverged(1234),
          { state: "failed", reason: "was killed by SIGKILL after step 4" },
        ],
      },
      {
        label: "objective: cross-entropy",
        spec: cellSpec(CROSS_ENTROPY),
        runs: [
          ...shares(0, 0),
          { ...shares(0.3)[0], state: "stale", reason: "made by executor eager, this is onnx" },
          { state: "new", reason: "not started yet" },
        ],
      },
    ],
    changes,
  );
}

describe("summariseSweep", () => {
  test("means are over the seeds that finished, with the interval of Student's t", () => {
    const { cells } = summariseSweep(partialSweep());
    // mean 0.575, s = 0.0645497, t(0.975, 3) = 3.182446: half width 3.182446·0.0645497/2
    expect(cells[0]?.metrics["matched-share"]?.mean).toBeCloseTo(0.575, 12);
    expect(cells[0]?.metrics["matched-share"]?.interval?.low).toBeCloseTo(0.575 - 0.102713, 6);
    expect(cells[0]?.metrics["matched-share"]?.interval?.high).toBeCloseTo(0.575 + 0.102713, 6);
    expect(cells[0]).toMatchObject({ seeds: 4, finished: 4, diverged: 0, stale: 0 });
  });

  test("no interval leaves its metric's range, and equal values promise no certainty", () => {
    const { cells } = summariseSweep(partialSweep());
    // 0.99 ± 12.7·0.01: cut at 1
    expect(cells[1]?.metrics["matched-share"]?.interval?.high).toBe(1);
    expect(cells[1]?.metrics["matched-share"]?.interval?.low).toBeCloseTo(0.862938, 6);
    // two zeros: 1 − √0.05
    expect(cells[2]?.metrics["matched-share"]).toMatchObject({ mean: 0, method: "exact" });
    expect(cells[2]?.metrics["matched-share"]?.interval?.high).toBeCloseTo(0.776393, 6);
    // class-kl has no upper end
    expect(cells[2]?.metrics["class-kl"]).toMatchObject({ interval: null, method: "all-equal" });
  });

  test("a diverged run is counted, and lends no value to a mean", () => {
    const { cells } = summariseSweep(partialSweep());
    expect(cells[1]).toMatchObject({ finished: 2, diverged: 1, seeds: 4 });
    expect(cells[1]?.metrics["matched-share"]?.n).toBe(2);
    // Wilson for 1 of 3
    expect(cells[1]?.divergedShare?.low).toBeCloseTo(0.061492, 5);
    expect(cells[1]?.divergedShare?.high).toBeCloseTo(0.79234, 6);
  });

  test("stale results stay out, or come in marked", () => {
    const [, , out] = summariseSweep(partialSweep()).cells;
    expect(out).toMatchObject({ finished: 2, stale: 0 });
    const kept = summariseSweep(partialSweep({ keepStale: true }));
    expect(kept.cells[2]).toMatchObject({ finished: 3, stale: 1 });
    expect(kept.missing).toHaveLength(2);
  });

  test("the primary metric comes first, whatever the order of the file", () => {
    const { columns } = summariseSweep(partialSweep());
    expect(columns).toEqual([
      { tag: "matched-share", better: "higher", type: "share", isPrimary: true },
      { tag: "class-kl", better: "lower", type: "real", isPrimary: false },
      { tag: "classes-covered", better: "higher", type: "count", isPrimary: false },
    ]);
  });

  test("losses of schemes that are the same game are the same numbers", () => {
    const raw = done({}, { losses: { discriminator: 1, generator: 0.5 } });
    // Divided by the program already, and summed over a batch of 32.
    const scaled = done({}, { losses: { discriminator: 0.25, generator: 0.125 } });
    const summed = done({}, { losses: { discriminator: 32, generator: 16 } });
    const { cells } = summariseSweep(
      makeSweep([
        { label: "none", spec: cellSpec(PEARSON), runs: [raw] },
        {
          label: "labels",
          spec: cellSpec(leastSquares(-1, 1, 0, { discriminatorScale: "labels" })),
          runs: [scaled],
        },
        {
          label: "sum",
          spec: cellSpec(leastSquares(-1, 1, 0, { reduction: "sum" })),
          runs: [summed],
        },
      ]),
    );
    for (const { losses } of cells) {
      expect(losses?.discriminator.mean).toBe(0.25);
      expect(losses?.generator.mean).toBe(0.125);
      // D: ½·½. G: ½·(t − ½)² with t = ½
      expect(losses?.equilibrium).toEqual({ discriminator: 0.25, generator: 0 });
    }
  });

  test("losses of a critic are negative where it says so", () => {
    const runs = [-1.2, -1.4].map((discriminator) =>
      done({}, { losses: { discriminator, generator: -3 * discriminator } }),
    );
    const spec = cellSpec({ kind: "wasserstein", gradientPenalty: { kind: "none" } });
    const [losses] = summariseSweep(makeSweep([{ label: "wasserstein", spec, runs }])).cells.map(
      (cell) => cell.losses,
    );
    expect(losses?.discriminator.mean).toBeCloseTo(-1.3, 12);
    // −1.3 ± 12.706·0.1
    expect(losses?.discriminator.interval?.low).toBeCloseTo(-2.57062, 5);
    expect(losses?.generator.mean).toBeCloseTo(3.9, 12);
  });

  test("at equilibrium cross-entropy's losses are 2·ln 2 and ln 2", () => {
    const { cells } = summariseSweep(partialSweep());
    expect(cells[2]?.losses?.equilibrium?.discriminator).toBeCloseTo(1.386294, 6);
    expect(cells[2]?.losses?.equilibrium?.generator).toBeCloseTo(0.693147, 6);
  });

  test("a reference counts each seed once, whatever the number of cells", () => {
    const { references } = summariseSweep(partialSweep());
    expect(references.map(({ kind, cells }) => [kind, cells])).toEqual([
      ["perfect-sampler", null],
      ["uniform-noise", null],
      ["untrained-generator", null],
    ]);
    expect(references[0]?.metrics["matched-share"]).toMatchObject({ n: 4, mean: 1 });
    // Wilson for 8,000 of 8,000 samples: n/(n + 1.96²)
    expect(references[0]?.metrics["matched-share"]?.interval?.low).toBeCloseTo(0.99952, 5);
  });

  test("an untrained generator of another network has a row of its own", () => {
    const other = cellSpec(BINARY, { generator: { layers: [{ kind: "relu" }] } });
    const { references } = summariseSweep(
      makeSweep([
        { label: "one", spec: cellSpec(BINARY), runs: shares(0.5) },
        { label: "other", spec: other, runs: shares(0.5) },
      ]),
    );
    expect(references.map(({ kind, cells }) => [kind, cells])).toEqual([
      ["perfect-sampler", null],
      ["uniform-noise", null],
      ["untrained-generator", ["one"]],
      ["untrained-generator", ["other"]],
    ]);
  });

  test("a sweep without any result is summarised too", () => {
    const summary = summariseSweep(
      makeSweep([{ label: "one", spec: cellSpec(BINARY), runs: [{ state: "new" }] }]),
    );
    expect(summary.references).toEqual([]);
    expect(summary.cells[0]).toMatchObject({ finished: 0, divergedShare: null, losses: null });
    expect(renderSummary(summary, { width: 80, colours: false })).toContain("0 of 1");
  });
});

describe("renderSummary", () => {
  test("is one table that fits its window, with what to know about it", () => {
    expect(renderSummary(summariseSweep(partialSweep()), { width: 160, colours: false }))
      .toMatchInlineSnapshot(`
        "tiny

        Do the label schemes differ?

        cell                       seeds                matched-share ↑       class-kl ↓  classes-covered ↑  D loss/(b−a)²  G loss/(b−a)²            diverged
        ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
        labels: binary                 4                    0.57 ± 0.10    0.158 ± 0.010                  –    0.25 (0.25)    0.5 (0.125)              0 of 4
        labels: pearson           3 of 4         0.990 [0.863, 1.000] †  0.199 ± 0.013 †                  –   0.225 (0.25)      0.025 (0)  1 of 3 [6 %, 79 %]
        objective: cross-entropy  2 of 4  0.00 [0.00, 0.78] all 2 equal      0.1 (all 2)                  –    0.25 (1.39)    0.5 (0.693)              0 of 2
        ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
        perfect sampler                4        1.0000 [0.9995, 1.0000]    0.002 (all 4)                  –
        uniform noise                  4        0.0000 [0.0000, 0.0005]      1.5 (all 4)                  –
        untrained generator            4                      0 (all 4)     1.25 (all 4)                  –

        Metrics: mean over seeds with its 95 % interval (t; exact where all values are equal; Wilson for shares of runs and of reference samples).
        Losses: over the last logging window, in brackets their value where generated and real data are alike; divided by (b−a)² under least squares. Losses of
        different objectives measure different things: rank none by them.
        † Of the runs that survived: a diverged run has no final metrics, so these means flatter their cell.

        3 runs are not in the table:
          labels: pearson, seed 4: was killed by SIGKILL after step 4; log: runs/tiny/cell-1/seed-4/log.txt
          objective: cross-entropy, seed 3: made by executor eager, this is onnx
          objective: cross-entropy, seed 4: not started yet

        Runs:    runs/tiny
        Numbers: runs/tiny/summary.json
                 runs/tiny/metrics.csv
        Curves:  npx lsgan board tiny.yaml
        Report:  npx lsgan report tiny.yaml
        "
      `);
  });

  test("a narrow window gets the table in pieces", () => {
    const text = renderSummary(summariseSweep(partialSweep({ keepStale: true })), {
      width: 60,
      colours: false,
    });
    const table = text.slice(0, text.indexOf("Metrics:"));
    for (const line of table.split("\n")) expect(columnsOf(line)).toBeLessThanOrEqual(60);
    expect(table).toMatchInlineSnapshot(`
      "tiny

      Do the label schemes differ?

      cell                                 seeds
      ──────────────────────────────────────────
      labels: binary                           4
      labels: pearson                     3 of 4
      objective: cross-entropy  3 of 4 (1 stale)
      ──────────────────────────────────────────
      perfect sampler                          4
      uniform noise                            4
      untrained generator                      4

      cell                              matched-share ↑
      ─────────────────────────────────────────────────
      labels: binary                        0.57 ± 0.10
      labels: pearson            0.990 [0.863, 1.000] †
      objective: cross-entropy        0.10 [0.00, 0.53]
      ─────────────────────────────────────────────────
      perfect sampler           1.0000 [0.9995, 1.0000]
      uniform noise             0.0000 [0.0000, 0.0005]
      untrained generator                     0 (all 4)

      cell                           class-kl ↓  classes-covered ↑
      ────────────────────────────────────────────────────────────
      labels: binary              0.158 ± 0.010                  –
      labels: pearson           0.199 ± 0.013 †                  –
      objective: cross-entropy    0.110 ± 0.043                  –
      ────────────────────────────────────────────────────────────
      perfect sampler             0.002 (all 4)                  –
      uniform noise                 1.5 (all 4)                  –
      untrained generator          1.25 (all 4)                  –

      cell                      D loss/(b−a)²  G loss/(b−a)²
      ──────────────────────────────────────────────────────
      labels: binary              0.25 (0.25)    0.5 (0.125)
      labels: pearson            0.225 (0.25)      0.025 (0)
      objective: cross-entropy    0.25 (1.39)    0.5 (0.693)
      ──────────────────────────────────────────────────────
      perfect sampler
      uniform noise
      untrained generator

      cell                                diverged
      ────────────────────────────────────────────
      labels: binary                        0 of 4
      labels: pearson           1 of 3 [6 %, 79 %]
      objective: cross-entropy              0 of 3
      ────────────────────────────────────────────
      perfect sampler
      uniform noise
      untrained generator

      "
    `);
  });
});

describe("renderMarkdown", () => {
  test("has the same table, with bars in labels escaped", () => {
    const sweep = makeSweep([{ label: "a|b", spec: cellSpec(BINARY), runs: shares(0.5, 0.75) }]);
    expect(renderMarkdown(summariseSweep(sweep))).toMatchInlineSnapshot(`
      "# tiny

      Do the label schemes differ?

      | cell | seeds | matched-share ↑ | class-kl ↓ | classes-covered ↑ | D loss/(b−a)² | G loss/(b−a)² | diverged |
      | :-- | --: | --: | --: | --: | --: | --: | --: |
      | a\\|b | 2 | 0.63 [0.00, 1.00] | 0.16 ± 0.16 | – | 0.25 (0.25) | 0.5 (0.125) | 0 of 2 |
      | perfect sampler | 2 | 1.0000 [0.9990, 1.0000] | 0.002 (all 2) | – |  |  |  |
      | uniform noise | 2 | 0.0000 [0.0000, 0.0010] | 1.5 (all 2) | – |  |  |  |
      | untrained generator | 2 | 0 (all 2) | 1.25 (all 2) | – |  |  |  |

      | cell | matched-share: mean | 95 % | 95 % bootstrap | every run |
      | :-- | --: | --: | --: | --: |
      | a\\|b | 0.625 | [0, 1] | – | 0.5 0.75 |

      Metrics: mean over seeds with its 95 % interval (t; exact where all values are equal; Wilson for shares of runs and of reference samples).

      Losses: over the last logging window, in brackets their value where generated and real data are alike; divided by (b−a)² under least squares. Losses of different objectives measure different things: rank none by them.

      Show it: \`npx lsgan board tiny.yaml\`
      "
    `);
  });
});

describe("shares of runs", () => {
  test("an outcome is a share of runs, with Wilson's interval", () => {
    const evaluation = {
      ...cellSpec(BINARY).evaluation,
      metrics: [{ kind: "mixture-outcome" as const }],
      primary: "covered",
    };
    const dataset = {
      kind: "mixture" as const,
      modes: { kind: "ring" as const, count: 8, radius: 2, doubledTop: false },
      standardDeviation: 0.02,
    };
    const references = {
      "perfect-sampler": { covered: 1 },
      "uniform-noise": { covered: 0 },
      "untrained-generator": { covered: 0 },
    };
    const runs = [1, 1, 0, 1].map((covered) => done({ covered }, { references }));
    const { cells, references: rows } = summariseSweep(
      makeSweep([{ label: "ring", spec: cellSpec(BINARY, { evaluation, dataset }), runs }]),
    );
    // Wilson for 3 of 4: [0.300642, 0.954413]
    expect(cells[0]?.metrics["covered"]).toMatchObject({ mean: 0.75, method: "wilson" });
    expect(cells[0]?.metrics["covered"]?.interval?.low).toBeCloseTo(0.300642, 5);
    expect(cells[0]?.metrics["covered"]?.interval?.high).toBeCloseTo(0.954413, 5);
    expect(rows[0]?.metrics["covered"]).toMatchObject({ n: 4, mean: 1, method: "wilson" });
    expect(rows[0]?.metrics["covered"]?.interval?.low).toBeCloseTo(0.510109, 5);
  });
});

import { describe, expect, test } from "vitest";

import { lossCurves, readLosses } from "../../src/report/loss-curves.ts";
import type { SweepResults } from "../../src/report/summarise.ts";
import { openMetricRows } from "../../src/runs/metric-rows.ts";
import { runPaths, sweepPaths } from "../../src/runs/paths.ts";
import {
  BINARY,
  cellSpec,
  CROSS_ENTROPY,
  diverged,
  done,
  leastSquares,
  makeFolder,
  makeSweep,
} from "./fixtures.ts";
import type { MadeCell } from "./fixtures.ts";

/** Every run of the sweep logs a loss of 8 for D and of 4 for G. */
function sweepOf(cells: readonly MadeCell[]): SweepResults {
  const sweep = makeSweep(cells, { paths: sweepPaths(makeFolder(), "tiny") });
  for (const { directory } of sweep.survey) writeLosses(directory, [[100, 8]]);
  return sweep;
}

/** D's mean loss at each step, and half of it as G's. */
function writeLosses(directory: string, losses: readonly (readonly [number, number])[]): string {
  const rows = openMetricRows(directory);
  for (const [step, loss] of losses) {
    rows.append(step, { "loss/d": -1, "loss_mean/d": loss, "loss_mean/g": loss / 2 });
  }
  rows.close();
  return runPaths(directory).metrics;
}

describe("readLosses", () => {
  test("gives each logged mean at its step where there are few", async () => {
    const path = writeLosses(makeFolder(), [
      [1, 5],
      [50, 3],
      [100, 2],
    ]);
    const { discriminator, generator } = await readLosses(path, 100);
    expect(discriminator).toEqual([
      { step: 1, value: 5 },
      { step: 50, value: 3 },
      { step: 100, value: 2 },
    ]);
    expect(generator.map(({ value }) => value)).toEqual([2.5, 1.5, 1]);
  });

  test("joins many to sixty, each weighted by the steps that it is a mean over", async () => {
    // a piece is 100 of 6,000 steps: one of step 1 alone, one of the 49 after it, one of 50
    const path = writeLosses(makeFolder(), [
      [1, 100],
      [50, 2],
      [100, 4],
      [200, 7],
    ]);
    const { discriminator } = await readLosses(path, 6000);
    expect(discriminator).toEqual([
      { step: 100, value: (1 * 100 + 49 * 2 + 50 * 4) / 100 },
      { step: 200, value: 7 },
    ]);
  });

  test("gives no more than sixty points, the last at the last step", async () => {
    const losses = Array.from({ length: 1000 }, (_, i) => [i + 1, 1] as const);
    const { generator } = await readLosses(writeLosses(makeFolder(), losses), 1000);
    expect(generator).toHaveLength(60);
    expect(generator.at(-1)).toEqual({ step: 1000, value: 0.5 });
  });

  test("gives nothing for a run without the file", async () => {
    const { discriminator, generator } = await readLosses(runPaths(makeFolder()).metrics, 10);
    expect([discriminator, generator]).toEqual([[], []]);
  });
});

describe("lossCurves", () => {
  test("brings label schemes and batch sums to one scale, beside where they would rest", async () => {
    const wide = leastSquares(-1, 1, 0);
    const sum = leastSquares(0, 1, 1, { reduction: "sum" });
    const cells = [BINARY, wide, sum].map((objective, i) => ({
      label: String(i),
      spec: cellSpec(objective),
      runs: [done({})],
    }));
    const [d, g] = await lossCurves(sweepOf(cells));
    expect(d?.title).toBe("D loss/(b−a)²");
    const ends = (d?.curves ?? []).map(({ seeds }) => seeds[0]?.at(-1)?.value);
    // as it is; divided by (b − a)² = 4; divided by the batch of 32
    expect(ends).toEqual([8, 2, 0.25]);
    expect(d?.curves.map(({ level }) => level)).toEqual([0.25, 0.25, 0.25]);
    expect(g?.curves.map(({ level }) => level)).toEqual([0.125, 0, 0.125]);
  });

  test("keeps objectives apart, each cell with its place in the plan", async () => {
    const cells = [
      { label: "least squares", spec: cellSpec(BINARY), runs: [done({})] },
      { label: "regular GAN", spec: cellSpec(CROSS_ENTROPY), runs: [done({}), done({})] },
    ];
    const found = await lossCurves(sweepOf(cells));
    expect(found.map(({ title }) => title)).toEqual([
      "D loss/(b−a)²",
      "G loss/(b−a)²",
      "D loss, cross-entropy",
      "G loss, cross-entropy",
    ]);
    expect(found[3]?.curves.map(({ cell, seeds }) => [cell, seeds.length])).toEqual([[1, 2]]);
  });

  test("leaves out runs that diverged, that are stale or that have no result", async () => {
    const runs = [
      done({}),
      diverged(100),
      { state: "stale", result: {} } as const,
      { state: "interrupted" } as const,
    ];
    const [d] = await lossCurves(sweepOf([{ label: "one", spec: cellSpec(BINARY), runs }]));
    expect(d?.curves[0]?.seeds).toHaveLength(1);
    const nothing = [{ label: "one", spec: cellSpec(BINARY), runs: [diverged(100)] }];
    expect(await lossCurves(sweepOf(nothing))).toEqual([]);
  });
});

/** Modes of stacked MNIST as runs measure them: with the committed classifier, on stacks of real digits where they are at hand. */
import { resolve } from "node:path";

import { describe, expect, test } from "vitest";

import type { DatasetSpec } from "../../src/config/spec.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { checkDataPresent, describeDataset, loadDataset } from "../../src/data/registry.ts";
import { stackedModesMetric } from "../../src/metrics/stacked-modes.ts";
import { valuesIn } from "../data/values.ts";

const folder =
  process.env["LSGAN_DATA_DIR"] ?? resolve(import.meta.dirname, "../../../shared/data");

const stacks = (
  digits: 2 | 3,
  count: number,
): Extract<DatasetSpec, { kind: "stacked-digits" }> => ({
  kind: "stacked-digits",
  source: "mnist",
  split: "test",
  digits,
  count,
  shuffle: true,
  stepsPerEpoch: null,
});
const present = checkDataPresent(stacks(3, 1), { folder }) === null;
if (!present) test.skip("needs the MNIST test split: set LSGAN_DATA_DIR", () => undefined);

describe("stacked-modes", () => {
  /** MNIST's classes are not equally frequent: KL(their shares ‖ 1/10), three times for three independent digits. */
  const UNEVEN = 3 * klToEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);

  test.runIf(present)(
    "a perfect sampler of stacked test images shows all modes, with a KL near 999/(2n)",
    { timeout: 120_000 },
    async () => {
      const n = 8000;
      const dataset = await loadDataset(stacks(3, n), { folder });
      const values = evaluate(valuesIn(dataset), dataset);
      // A few modes of a thousand may be missed: the rarest triple (three fives) has a probability of 0.0007.
      expect(values["stacked-modes"]).toBeGreaterThanOrEqual(990);
      // 2n·KL is about χ² with 999 degrees of freedom; the classifier errs in two of a hundred digits.
      const tolerance = 5 * (Math.sqrt(2 * 999) / (2 * n)) + 0.002;
      expect(Math.abs((values["stacked-kl"] ?? NaN) - (999 / (2 * n) + UNEVEN))).toBeLessThan(
        tolerance,
      );
    },
  );

  test.runIf(present)("of two digits there are a hundred modes", { timeout: 60_000 }, async () => {
    const dataset = await loadDataset(stacks(2, 1500), { folder });
    const values = evaluate(valuesIn(dataset), dataset);
    expect(values["stacked-modes"]).toBe(100);
    expect(values["stacked-kl"]).toBeLessThan(0.1);
  });

  test("one image over and over is one mode, at the largest KL", () => {
    const dataset = {
      ...describeDataset(stacks(3, 1)),
      draws: null,
      digest: "",
      samples: null,
      labels: null,
    };
    const values = evaluate(new Float32Array(10 * 28 * 28 * 3).fill(-1), dataset);
    expect(values["stacked-modes"]).toBe(1);
    expect(values["stacked-kl"]).toBeCloseTo(Math.log(1000), 12);
  });

  test("stacks of other digits are not for a classifier of MNIST's", () => {
    const other = { ...stacks(3, 1), source: "synthetic-digits" as const };
    expect(stackedModesMetric.unsuited(describeDataset(other))).toContain("`source: mnist`");
    expect(stackedModesMetric.unsuited(describeDataset(stacks(2, 1)))).toBeNull();
  });
});

const evaluate = (samples: Float32Array, dataset: Dataset): Readonly<Record<string, number>> =>
  stackedModesMetric.evaluate(samples, dataset);

function klToEqual(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce(
    (sum, count) => sum + (count / total) * Math.log((counts.length * count) / total),
    0,
  );
}

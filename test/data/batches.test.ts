import { describe, expect, test } from "vitest";

import type { BatchOptions } from "../../src/data/batches.ts";
import { checkBatches, createBatches } from "../../src/data/batches.ts";
import { classWeights } from "../../src/data/dataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { loadDataset } from "../../src/data/registry.ts";
import { seed } from "../../src/shared/brand.ts";

/** A data set of one number a row: its own index. */
function numbered(rows: number): Dataset {
  return {
    kind: "numbers",
    sampleShape: [1],
    size: rows,
    draws: null,
    digest: "",
    samples: Float32Array.from({ length: rows }, (_, row) => row),
    labels: null,
    classes: 0,
    mixture: null,
  };
}

const OPTIONS: BatchOptions = { seed: seed(1), batchSize: 4, shuffle: true, stepsPerEpoch: null };

function batchesOf(
  dataset: Dataset,
  options: BatchOptions,
  indices: readonly number[],
): number[][] {
  const source = createBatches(dataset, options);
  const size = dataset.sampleShape.reduce((product, length) => product * length, 1);
  return indices.map((index) => {
    const out = new Float32Array(options.batchSize * size);
    source.fill(index, out);
    return Array.from(out);
  });
}

describe("createBatches", () => {
  test("unshuffled, step i of the seed's run takes images 16i … 16i + 15 and starts again after 1,875", () => {
    const options = { ...OPTIONS, batchSize: 16, shuffle: false, stepsPerEpoch: 1875 };
    const batches = batchesOf(numbered(60_000), options, [0, 1, 1874, 1875, 1876]);
    expect(batches.map((batch) => [batch[0], batch[15]])).toEqual([
      [0, 15],
      [16, 31],
      [29_984, 29_999],
      [0, 15],
      [16, 31],
    ]);
  });

  test("shuffled, an epoch shows every row once and the next one another order", () => {
    const [first, second] = [0, 5].map((start) =>
      batchesOf(
        numbered(20),
        OPTIONS,
        [0, 1, 2, 3, 4].map((i) => start + i),
      ).flat(),
    );
    const all = Array.from({ length: 20 }, (_, row) => row);
    expect(first?.toSorted((a, b) => a - b)).toEqual(all);
    expect(second?.toSorted((a, b) => a - b)).toEqual(all);
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(all);
  });

  test("batch k is the same whichever batches were asked for before", () => {
    const inOrder = batchesOf(numbered(22), OPTIONS, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const alone = [11, 7, 0, 6].map((k) => batchesOf(numbered(22), OPTIONS, [k])[0]);
    const mixed = batchesOf(numbered(22), OPTIONS, [11, 7, 0, 6]);
    expect(alone).toEqual([11, 7, 0, 6].map((k) => inOrder[k]));
    expect(mixed).toEqual(alone);
  });

  test("another seed gives another order", () => {
    const other = { ...OPTIONS, seed: seed(2) };
    expect(batchesOf(numbered(1000), other, [0])).not.toEqual(
      batchesOf(numbered(1000), OPTIONS, [0]),
    );
  });

  test("what is left of an epoch is not shown: 10 rows in batches of 4 make epochs of 2", () => {
    const rows = batchesOf(numbered(10), { ...OPTIONS, shuffle: false }, [0, 1, 2]);
    expect(rows).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [0, 1, 2, 3],
    ]);
  });

  test("rows that repeat a sample show it by its weight", () => {
    const weighted: Dataset = { ...numbered(2), draws: Uint32Array.of(1, 0, 1, 1) };
    expect(batchesOf(weighted, { ...OPTIONS, shuffle: false }, [0])).toEqual([[1, 0, 1, 1]]);
  });

  test("a mixture's batches are drawn afresh, by number", async () => {
    const ring = await loadDataset({
      kind: "mixture",
      modes: { kind: "ring", count: 8, radius: 1, doubledTop: false },
      standardDeviation: 0.01,
    });
    const [first, second, again] = batchesOf(ring, OPTIONS, [0, 1, 0]);
    expect(first).toHaveLength(8);
    expect(second).not.toEqual(first);
    expect(again).toEqual(first);
  });

  test("a batch larger than the data set is refused", () => {
    expect(() => createBatches(numbered(3), OPTIONS)).toThrow(
      "Expected the data set to fill a batch of 4, got 3 rows",
    );
  });

  test("half-batches allow twice the steps of an epoch", () => {
    const rows = 60_000;
    expect(checkBatches(rows, { batchSize: 32, stepsPerEpoch: 1876 })).toBe(
      "Expected stepsPerEpoch to be at most 1875 (60000 rows in batches of 32), got 1876",
    );
    expect(checkBatches(rows, { batchSize: 16, stepsPerEpoch: 1876 })).toBeNull();
    expect(checkBatches(null, { batchSize: 16, stepsPerEpoch: 1876 })).toBeNull();
  });
});

describe("fillLabels", () => {
  const labelsOf = (dataset: Dataset, index: number, batchSize: number): number[] => {
    const labels = new Uint32Array(batchSize);
    createBatches(dataset, { ...OPTIONS, batchSize }).fillLabels(index, labels);
    return Array.from(labels);
  };

  test("gives the class of each row of the same batch, shuffled or drawn with repeats", () => {
    const labels = Uint8Array.of(5, 6, 7, 8);
    const dataset = { ...numbered(4), labels, classes: 10, draws: Uint32Array.of(3, 3, 0, 1, 2) };
    for (const index of [0, 1, 2]) {
      const [batch = []] = batchesOf(dataset, OPTIONS, [index]);
      expect(labelsOf(dataset, index, 4)).toEqual(batch.map((row) => labels[row]));
    }
  });

  test("gives the mode of each point of a mixture", async () => {
    const spec = {
      kind: "mixture",
      modes: { kind: "ring", count: 8, radius: 1, doubledTop: true },
      standardDeviation: 1e-4,
    } as const;
    const dataset = await loadDataset(spec);
    const [points = []] = batchesOf(dataset, { ...OPTIONS, batchSize: 64 }, [3]);
    labelsOf(dataset, 3, 64).forEach((mode, i) => {
      for (const axis of [0, 1])
        expect(points[2 * i + axis]).toBeCloseTo(dataset.mixture?.means[2 * mode + axis] ?? NaN, 2);
    });
  });

  test("is refused where the data have no labels", () => {
    expect(() => labelsOf(numbered(4), 0, 4)).toThrow("The data set `numbers` has no labels");
  });
});

describe("classWeights", () => {
  test("are the classes' shares of an epoch, repeated rows counted as often as they are shown", () => {
    const dataset = { ...numbered(3), labels: Uint8Array.of(0, 2, 2), classes: 3 };
    expect(classWeights(dataset)).toEqual(Float64Array.of(1 / 3, 0, 2 / 3));
    expect(classWeights({ ...dataset, draws: Uint32Array.of(0, 0, 0, 1) })).toEqual(
      Float64Array.of(3 / 4, 0, 1 / 4),
    );
  });

  test("are a mixture's own weights, and nothing for data without labels", async () => {
    const modes = { kind: "grid", side: 2, spacing: 1 } as const;
    const mixture = await loadDataset({ kind: "mixture", modes, standardDeviation: 0.1 });
    expect(classWeights(mixture)).toEqual(new Float64Array(4).fill(0.25));
    expect(classWeights(numbered(3))).toBeNull();
  });
});

/**
 * Batches by number. Batch k of a run depends on (seed, k) alone:
 *
 * - rows, shuffled: epoch e shows the rows in the permutation drawn from stream (seed, "data-order", e);
 * - rows in file order: every epoch starts again at row 0;
 * - a mixture: every batch is drawn afresh from stream (seed, "data", k).
 *
 * An epoch has floor(rows / batchSize) batches, or `stepsPerEpoch` where that is given: what is left of it is not shown.
 */
import type { Seed } from "../shared/brand.ts";
import { LabError } from "../shared/errors.ts";
import type { RandomStream } from "../shared/random.ts";
import { createStream, permutation } from "../shared/random.ts";
import type { BatchSource, Dataset, Mixture } from "./dataset.ts";
import { sampleSizeOf } from "./dataset.ts";
import type { Samples } from "./samples.ts";
import { copyRow } from "./samples.ts";

export interface BatchOptions {
  readonly seed: Seed;
  /** Rows in one batch of real data: half the training batch where the discriminator takes half-batches. */
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** Batches in an epoch; null: as many whole batches as there are rows for. */
  readonly stepsPerEpoch: number | null;
}

/** @throws LabError CONFIG where the data set has too few rows for one batch, or for `stepsPerEpoch` batches. */
export function createBatches(dataset: Dataset, options: BatchOptions): BatchSource {
  if (dataset.samples !== null) return createRowBatches(dataset, dataset.samples, options);
  if (dataset.mixture !== null) return createMixtureBatches(dataset.mixture, options.seed);
  throw new Error(`Expected data set \`${dataset.kind}\` to have samples or a mixture`);
}

/** Why these rows cannot give such batches, or null. */
export function checkBatches(
  rows: number | null,
  { batchSize, stepsPerEpoch }: Pick<BatchOptions, "batchSize" | "stepsPerEpoch">,
): string | null {
  if (rows === null) return null;
  const whole = Math.floor(rows / batchSize);
  if (whole < 1) {
    return `Expected the data set to fill a batch of ${String(batchSize)}, got ${String(rows)} rows`;
  }
  if (stepsPerEpoch !== null && stepsPerEpoch > whole) {
    const most = `${String(whole)} (${String(rows)} rows in batches of ${String(batchSize)})`;
    return `Expected stepsPerEpoch to be at most ${most}, got ${String(stepsPerEpoch)}`;
  }
  return null;
}

function createRowBatches(
  dataset: Dataset,
  samples: Samples,
  { seed, batchSize, shuffle, stepsPerEpoch }: BatchOptions,
): BatchSource {
  const sampleSize = sampleSizeOf(dataset);
  const rows = dataset.draws?.length ?? samples.length / sampleSize;
  const problem = checkBatches(rows, { batchSize, stepsPerEpoch });
  if (problem !== null) throw new LabError("CONFIG", problem);
  const batchesPerEpoch = stepsPerEpoch ?? Math.floor(rows / batchSize);
  const { draws } = dataset;
  let order: Uint32Array | null = null;
  let orderedEpoch = -1;

  /** Calls `take` with the sample that each place of the batch shows. */
  const eachSample = (index: number, take: (sample: number, place: number) => void): void => {
    const epoch = Math.floor(index / batchesPerEpoch);
    const first = (index - epoch * batchesPerEpoch) * batchSize;
    if (shuffle && epoch !== orderedEpoch) {
      order = permutation(createStream(seed, "data-order", epoch), rows);
      orderedEpoch = epoch;
    }
    for (let i = 0; i < batchSize; i++) {
      const row = order === null ? first + i : (order[first + i] ?? 0);
      take(draws === null ? row : (draws[row] ?? 0), i);
    }
  };

  return {
    fill(index, out) {
      eachSample(index, (sample, place) => {
        copyRow(samples, sample, out.subarray(place * sampleSize, (place + 1) * sampleSize));
      });
    },
    fillLabels(index, out) {
      const { labels } = dataset;
      if (labels === null)
        throw new LabError("CONFIG", `The data set \`${dataset.kind}\` has no labels`);
      eachSample(index, (sample, place) => {
        out[place] = labels[sample] ?? 0;
      });
    },
  };
}

function createMixtureBatches(mixture: Mixture, seed: Seed): BatchSource {
  return {
    fill(index, out) {
      fillFromMixture(createStream(seed, "data", index), mixture, out);
    },
    fillLabels(index, out) {
      // The same draws again: what mode a point is of is decided between those of its coordinates.
      const points = new Float32Array(2 * out.length);
      fillFromMixture(createStream(seed, "data", index), mixture, points, out);
    },
  };
}

/** Fills `out` ([n, 2]) with independent draws: a mode by its weight, then N(mean, σ²·I). `modes` is told which. */
export function fillFromMixture(
  stream: RandomStream,
  mixture: Mixture,
  out: Float32Array,
  modes?: Uint32Array,
): void {
  const { means, weights, standardDeviation } = mixture;
  for (let i = 0; i < out.length; i += 2) {
    const mode = drawClass(stream, weights);
    if (modes !== undefined) modes[i / 2] = mode;
    out[i] = (means[2 * mode] ?? 0) + standardDeviation * stream.normal();
    out[i + 1] = (means[2 * mode + 1] ?? 0) + standardDeviation * stream.normal();
  }
}

/** A class by its weight; the weights add up to 1. One draw of the stream. */
export function drawClass(stream: RandomStream, weights: Float64Array): number {
  let rest = stream.uniform();
  let drawn = 0;
  while (drawn < weights.length - 1 && rest >= (weights[drawn] ?? 0)) rest -= weights[drawn++] ?? 0;
  return drawn;
}

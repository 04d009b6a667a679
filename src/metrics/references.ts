/** What the best and the worst generator would give: rows to read every metric against. */
import { fillFromMixture } from "../data/batches.ts";
import type { Dataset, Mixture } from "../data/dataset.ts";
import { sampleSizeOf } from "../data/dataset.ts";
import { spreadOver, spreadRows } from "../data/held-out.ts";
import { copyRow } from "../data/samples.ts";
import type { Seed } from "../shared/brand.ts";
import type { RandomStream } from "../shared/random.ts";
import { createStream, fillUniform } from "../shared/random.ts";

export interface ReferenceSamples {
  /** [n, …sampleShape]: independent draws from the data set, or its held-out images where they are loaded. */
  readonly perfectSampler: Float32Array;
  /** The class of each where they are held-out images, [n]. */
  readonly perfectLabels?: readonly number[];
  /** Images: every pixel uniform in [−1, 1). Mixtures: uniform in the smallest square about the origin that holds all modes and 3σ. */
  readonly uniformNoise: Float32Array;
}

/** n samples of each kind, from streams of their own: they disturb no batch and no latent. */
export function referenceSamples(dataset: Dataset, n: number, seed: Seed): ReferenceSamples {
  const size = sampleSizeOf(dataset);
  const uniformNoise = new Float32Array(n * size);
  const reach = dataset.mixture === null ? 1 : reachOf(dataset.mixture);
  fillUniform(createStream(seed, "reference-noise"), uniformNoise, -reach, reach);
  if (dataset.heldOut === undefined) {
    const perfectSampler = new Float32Array(n * size);
    drawPerfectly(createStream(seed, "reference-perfect"), dataset, perfectSampler);
    return { perfectSampler, uniformNoise };
  }
  const { floor, floorLabels } = dataset.heldOut;
  return {
    perfectSampler: spreadRows(floor, size, n),
    perfectLabels: spreadOver(floorLabels.length, n).map((row) => floorLabels[row] ?? 0),
    uniformNoise,
  };
}

function drawPerfectly(stream: RandomStream, dataset: Dataset, out: Float32Array): void {
  const { samples, draws, mixture } = dataset;
  if (mixture !== null) {
    fillFromMixture(stream, mixture, out);
    return;
  }
  if (samples === null) {
    throw new Error(`Expected data set \`${dataset.kind}\` to have samples or a mixture`);
  }
  const size = sampleSizeOf(dataset);
  const rows = draws?.length ?? samples.length / size;
  for (let at = 0; at < out.length; at += size) {
    const row = stream.integer(rows);
    const sample = draws === null ? row : (draws[row] ?? 0);
    copyRow(samples, sample, out.subarray(at, at + size));
  }
}

function reachOf({ means, standardDeviation }: Mixture): number {
  return means.reduce((most, value) => Math.max(most, Math.abs(value)), 0) + 3 * standardDeviation;
}

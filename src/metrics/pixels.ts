/**
 * Pixels as features: [n, height × width × channels], scaled from [−1, 1] to [0, 1]. The weakest features there are, and the
 * only ones that need no network: distances of pixels punish a shift more than a wrong digit.
 *
 * The real side has as many rows as there are samples, or all rows where they are fewer, spread evenly over the data set.
 */
import type { Dataset } from "../data/dataset.ts";
import { sampleSizeOf } from "../data/dataset.ts";
import { copyRow } from "../data/samples.ts";
import type { FeatureMatrix } from "./features.ts";
import { featureMatrix } from "./features.ts";

export function samplePixels(samples: Float32Array, dataset: Dataset): FeatureMatrix {
  return featureMatrix(samples.map(toUnit), sampleSizeOf(dataset));
}

/** Rows of the data set; the same object for the same question, so that what is worked out about it can be kept. */
export function referencePixels(dataset: Dataset, samples: Float32Array): FeatureMatrix {
  const wanted = samples.length / sampleSizeOf(dataset);
  const known = references.get(dataset) ?? new Map<number, FeatureMatrix>();
  let reference = known.get(wanted);
  if (reference === undefined) {
    reference = spreadRows(dataset, wanted);
    references.set(dataset, known.set(wanted, reference));
  }
  return reference;
}

const references = new WeakMap<Dataset, Map<number, FeatureMatrix>>();

function spreadRows(dataset: Dataset, wanted: number): FeatureMatrix {
  const { samples, draws } = dataset;
  if (samples === null) throw new Error(`Expected data set \`${dataset.kind}\` to have samples`);
  const size = sampleSizeOf(dataset);
  const rows = draws?.length ?? samples.length / size;
  const count = Math.min(wanted, rows);
  const values = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const row = Math.floor((i * rows) / count);
    const sample = draws === null ? row : (draws[row] ?? 0);
    copyRow(samples, sample, values.subarray(i * size, (i + 1) * size));
  }
  return featureMatrix(values.map(toUnit), size);
}

const toUnit = (value: number): number => (value + 1) / 2;

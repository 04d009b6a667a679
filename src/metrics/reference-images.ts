/**
 * As many real images as there are samples, spread evenly: of the held-out ones where the data set has them, else of its own
 * rows. The same array for the same question, so that what is worked out about it can be kept.
 */
import type { Dataset } from "../data/dataset.ts";
import { sampleSizeOf } from "../data/dataset.ts";
import { spreadRows } from "../data/held-out.ts";
import type { Samples } from "../data/samples.ts";
import { LabError } from "../shared/errors.ts";

/** `length`: of the samples, n · pixels. @throws LabError CONFIG where there are fewer real images. */
export function referenceImages(dataset: Dataset, length: number): Float32Array {
  const all = dataset.heldOut?.reference ?? dataset.samples;
  if (all === null) throw new Error(`Expected data set \`${dataset.kind}\` to have images`);
  if (length > all.length) {
    const size = sampleSizeOf(dataset);
    throw new LabError(
      "CONFIG",
      `Expected at most as many samples as real images (${String(all.length / size)}), got ${String(length / size)}`,
    );
  }
  const ofAll = known.get(all) ?? new Map<number, Float32Array>();
  const size = sampleSizeOf(dataset);
  const chosen = ofAll.get(length) ?? spreadRows(all, size, length / size);
  known.set(all, ofAll.set(length, chosen));
  return chosen;
}

const known = new WeakMap<Samples, Map<number, Float32Array>>();

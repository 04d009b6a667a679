/** All numbers of a data set in one array, however its loader keeps them. */
import type { Dataset } from "../../src/data/dataset.ts";
import { sampleSizeOf } from "../../src/data/dataset.ts";
import { valuesOf } from "../../src/data/samples.ts";

export function valuesIn(dataset: Pick<Dataset, "samples" | "sampleShape">): Float32Array {
  if (dataset.samples === null) throw new Error("Expected a data set with samples");
  return valuesOf(dataset.samples, sampleSizeOf(dataset));
}

/** All numbers of a data set in one array, however its loader keeps them. */
import type { Dataset } from "../../src/data/dataset.ts";
import { valuesOf } from "../../src/data/samples.ts";

export function valuesIn({
  samples,
  sampleShape,
}: Pick<Dataset, "samples" | "sampleShape">): Float32Array {
  if (samples === null) throw new Error("Expected a data set with samples");
  return valuesOf(
    samples,
    sampleShape.reduce((product, length) => product * length, 1),
  );
}

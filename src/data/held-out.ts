/**
 * Fixed disjoint parts of test images, by row number modulo five: three fifths to train on, a fifth to compare samples with,
 * a fifth that stands for a perfect sampler. Of MNIST's 10,000: 6,000, 2,000 and 2,000. Not by position in the file,
 * because MNIST's first 5,000 test images are the easier ones (Y. LeCun's page), and parts should be alike.
 */
import type { Samples } from "./samples.ts";
import { copyRow } from "./samples.ts";

const PARTS = {
  training: [0, 1, 2],
  reference: [3],
  floor: [4],
} as const satisfies Record<string, readonly number[]>;

export type PartName = keyof typeof PARTS;

const FIFTHS = 5;

/** Rows of that part among the first `count`. */
export function countPart(count: number, part: PartName): number {
  const members: readonly number[] = PARTS[part];
  return members.reduce((sum, first) => sum + Math.ceil((count - first) / FIFTHS), 0);
}

/** The part's rows of `rowSize` values, in the order of the file. */
export function takePart<Values extends Float32Array | Uint8Array | Uint16Array>(
  values: Values,
  rowSize: number,
  part: PartName,
): Values {
  const members: readonly number[] = PARTS[part];
  const isMember = (_: number, i: number): boolean =>
    members.includes(Math.floor(i / rowSize) % FIFTHS);
  return values.filter(isMember) as Values;
}

/** Which `count` of a part's rows: spread evenly over it, as the first ones alone would be easier than the rest. */
export const spreadOver = (rows: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));

/** Those rows themselves, of `rowSize` values each. */
export function spreadRows(samples: Samples, rowSize: number, count: number): Float32Array {
  const spread = new Float32Array(count * rowSize);
  spreadOver(samples.length / rowSize, count).forEach((row, i) => {
    copyRow(samples, row, spread.subarray(i * rowSize, (i + 1) * rowSize));
  });
  return spread;
}

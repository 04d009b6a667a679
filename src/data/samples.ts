/**
 * The rows of a data set as its loader keeps them: numbers, or bytes, in memory or in files, that become numbers when a
 * batch is filled. All 3,033,042 bedrooms of LSUN at 64 × 64 are 37 GB as bytes: they stay in their files.
 */

/** Bytes v that stand for v/127.5 − 1: black is −1, white is 1. */
export interface ByteRows {
  /** Rows × values of a row. */
  readonly length: number;
  /**
   * The bytes from `start` up to `end`, which are of one row. Not to be kept: the next call may write over them.
   * @throws LabError DATA_CORRUPT where a file is no longer what it was
   */
  read(start: number, end: number): Uint8Array;
}

export type Samples = Float32Array | ByteRows;

/** Writes row number `row` into `out`, which has the length of a row. */
export function copyRow(samples: Samples, row: number, out: Float32Array): void {
  const [start, end] = [row * out.length, (row + 1) * out.length];
  if (samples instanceof Float32Array) out.set(samples.subarray(start, end));
  else scaleBytes(samples.read(start, end), out);
}

/** All values as numbers: for what searches or sorts a whole data set. */
export function valuesOf(samples: Samples, rowSize: number): Float32Array {
  if (samples instanceof Float32Array) return samples;
  const values = new Float32Array(samples.length);
  for (let row = 0; row * rowSize < values.length; row++)
    copyRow(samples, row, values.subarray(row * rowSize, (row + 1) * rowSize));
  return values;
}

export const bytesInMemory = (bytes: Uint8Array): ByteRows => ({
  length: bytes.length,
  read: (start, end) => bytes.subarray(start, end),
});

const SCALED = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

function scaleBytes(bytes: Uint8Array, out: Float32Array): void {
  for (let i = 0; i < bytes.length; i++) out[i] = SCALED[bytes[i] ?? 0] ?? 0;
}

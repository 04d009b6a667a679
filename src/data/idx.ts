/**
 * The IDX format of MNIST's files: big-endian, a magic number (0, 0, type of element, number of dimensions), the length of
 * each dimension as a 32-bit integer, then the elements. Only unsigned bytes (type 8) are read.
 *
 * Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 */
import { gunzipSync } from "node:zlib";

import { LabError } from "../shared/errors.ts";

export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count, height, width] flattened, 0 … 255. */
  readonly pixels: Uint8Array;
}

/** `bytes` is the decompressed file, `file` its name for messages. @throws LabError DATA_CORRUPT. */
export function parseIdxImages(bytes: Uint8Array, file: string): IdxImages {
  const [count = 0, height = 0, width = 0] = parseHeader(bytes, file, 3);
  return { count, height, width, pixels: bytes.subarray(16) };
}

/** The labels, one byte each. @throws LabError DATA_CORRUPT, also where a label is not below `classes`. */
export function parseIdxLabels(bytes: Uint8Array, file: string, classes: number): Uint8Array {
  parseHeader(bytes, file, 1);
  const labels = bytes.subarray(8);
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong !== -1) {
    const got = `${String(labels[wrong])} at byte ${String(8 + wrong)}`;
    throw corrupt(
      `Expected the labels in \`${file}\` to be from 0 to ${String(classes - 1)}, got ${got}`,
    );
  }
  return labels;
}

/**
 * The content of a file that may be compressed: told by its first bytes, because browsers and tools decompress files
 * without changing their names. @throws LabError DATA_CORRUPT.
 */
export function decompress(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw corrupt(
      `Expected \`${file}\` to be a whole gzip file, got ${String(bytes.length)} bytes that do not decompress: ${why}`,
      { cause: error },
    );
  }
}

/** Lengths of the dimensions; the file has exactly the bytes they ask for. */
function parseHeader(bytes: Uint8Array, file: string, dimensions: 1 | 3): readonly number[] {
  const what = dimensions === 3 ? "images" : "labels";
  const headerBytes = 4 + 4 * dimensions;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const expectedMagic = 0x0800 + dimensions;
  if (bytes.length >= 4 && view.getUint32(0) !== expectedMagic) {
    throw corrupt(
      `Expected \`${file}\` to begin with the magic number ${hexadecimal(expectedMagic)} of IDX ${what}, got ${hexadecimal(view.getUint32(0))}`,
    );
  }
  if (bytes.length < headerBytes) {
    throw corrupt(
      `Expected \`${file}\` to begin with an IDX header of ${String(headerBytes)} bytes, got ${String(bytes.length)} bytes in all`,
    );
  }
  const lengths = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const expectedBytes = lengths.reduce((product, length) => product * length, 1) + headerBytes;
  if (bytes.length !== expectedBytes) {
    const told = `its header tells of ${lengths.join(" × ")} ${what}`;
    throw corrupt(
      `Expected \`${file}\` to have ${String(expectedBytes)} bytes, because ${told}, got ${String(bytes.length)}`,
    );
  }
  return lengths;
}

function hexadecimal(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

function corrupt(message: string, options?: ErrorOptions): LabError {
  return new LabError("DATA_CORRUPT", message, options);
}

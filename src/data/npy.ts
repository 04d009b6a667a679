/**
 * NumPy's NPY format, bytes only: what a large folder of pictures is best exported as. The file stays where it is, and its
 * rows are read when they are wanted, so it may be larger than memory. Source: numpy.lib.format.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

import { LabError } from "../shared/errors.ts";
import type { ByteRows } from "./samples.ts";

export interface NpyFile {
  readonly shape: readonly number[];
  readonly data: ByteRows;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** Magic, version 1.0 or 2.0, and the header's length in two or four bytes. */
const PREFIX = 12;

/** @throws LabError DATA_CORRUPT where it is no array of unsigned bytes in C order */
export function openNpy(path: string): NpyFile {
  const refuse = (got: string): LabError =>
    new LabError(
      "DATA_CORRUPT",
      `Expected \`${path}\` to be an NPY file of bytes (uint8, C order), got ${got}`,
    );
  const file = openSync(path, "r");
  try {
    const prefix = new Uint8Array(PREFIX);
    const known = readFully(file, prefix, 0);
    if (known < PREFIX || !MAGIC.every((byte, i) => prefix[i] === byte))
      throw refuse("another kind of file");
    const view = new DataView(prefix.buffer);
    const isLong = (prefix[6] ?? 1) > 1;
    const start = isLong ? PREFIX : PREFIX - 2;
    const headerLength = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
    const length = fstatSync(file).size - start - headerLength;
    if (length < 0) throw refuse("a header that does not end");
    const header = new Uint8Array(headerLength);
    readFully(file, header, start);
    const text = new TextDecoder("latin1").decode(header);
    if (!/'descr': '\|u1'/.test(text) || !/'fortran_order': False/.test(text))
      throw refuse(text.trim());
    const inside = /'shape': \(([^)]*)\)/.exec(text)?.[1] ?? "";
    const shape = inside
      .split(",")
      .map((side) => side.trim())
      .filter((side) => side !== "")
      .map(Number);
    if (length !== shape.reduce((product, side) => product * side, 1))
      throw refuse(`${String(length)} bytes for the shape (${shape.join(", ")})`);
    return { shape, data: bytesInFile(path, start + headerLength, length) };
  } finally {
    closeSync(file);
  }
}

/** Opened for each row and closed again: a folder may have more files than a process may hold open. */
function bytesInFile(path: string, offset: number, length: number): ByteRows {
  let buffer = new Uint8Array();
  return {
    length,
    read(start, end) {
      if (buffer.length < end - start) buffer = new Uint8Array(end - start);
      const bytes = buffer.subarray(0, end - start);
      if (readBytes(path, bytes, offset + start) === bytes.length) return bytes;
      throw new LabError(
        "DATA_CORRUPT",
        `Expected \`${path}\` to stay as it was while its pictures are trained on, but it is gone or shorter`,
      );
    },
  };
}

function readBytes(path: string, bytes: Uint8Array, position: number): number {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return 0;
  }
  try {
    return readFully(file, bytes, position);
  } finally {
    closeSync(file);
  }
}

/** Bytes read: fewer than asked for only where the file ends. */
function readFully(file: number, bytes: Uint8Array, position: number): number {
  let done = 0;
  for (let got = 1; got > 0 && done < bytes.length; done += got)
    got = readSync(file, bytes, done, bytes.length - done, position + done);
  return done;
}

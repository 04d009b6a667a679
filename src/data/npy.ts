/** NumPy's NPY format, bytes only: what a large folder of pictures is best exported as. Source: numpy.lib.format. */
import { LabError } from "../shared/errors.ts";

export interface ByteArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

/** @throws LabError DATA_CORRUPT where it is no array of unsigned bytes in C order */
export function parseNpy(bytes: Uint8Array, path: string): ByteArray {
  const refuse = (got: string): LabError =>
    new LabError(
      "DATA_CORRUPT",
      `Expected \`${path}\` to be an NPY file of bytes (uint8, C order), got ${got}`,
    );
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw refuse("another kind of file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = (bytes[6] ?? 1) > 1;
  const start = isLong ? 12 : 10;
  const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, start + length));
  if (!/'descr': '\|u1'/.test(header) || !/'fortran_order': False/.test(header))
    throw refuse(header.trim());
  const inside = /'shape': \(([^)]*)\)/.exec(header)?.[1] ?? "";
  const shape = inside
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map(Number);
  const data = bytes.subarray(start + length);
  const size = shape.reduce((product, side) => product * side, 1);
  if (data.length !== size)
    throw refuse(`${String(data.length)} bytes for the shape (${shape.join(", ")})`);
  return { shape, data };
}

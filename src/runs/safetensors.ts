/**
 * Weights in the safetensors format: header length (uint64, little endian), JSON header padded with spaces to a multiple
 * of eight bytes, then the tensors' bytes. Here every tensor is float32.
 *
 * Source: https://github.com/huggingface/safetensors, README, "Format".
 */
import { readFileSync } from "node:fs";

import { LabError } from "../shared/errors.ts";
import { writeFileWhole } from "../shared/files.ts";
import { asArray, asCount, asObject, asOneOf, asRecord, asText } from "./narrow.ts";

export interface NamedTensor {
  readonly shape: readonly number[];
  /** Row by row. */
  readonly data: Float32Array;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes tensors in the order of the map, whole or not at all. @throws Error where a shape and its data disagree. */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, NamedTensor>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  writeFileWhole(path, encodeSafetensors(tensors, metadata));
}

/** Reads a file of float32 tensors. @throws LabError DATA_CORRUPT where it is not one. */
export function readSafetensors(path: string): TensorFile {
  try {
    return decodeSafetensors(readFileSync(path), path);
  } catch (error) {
    if (error instanceof LabError && error.code === "DATA_CORRUPT") throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError("DATA_CORRUPT", `Expected ${path} to be a safetensors file: ${reason}`, {
      cause: error,
    });
  }
}

const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;

function encodeSafetensors(
  tensors: ReadonlyMap<string, NamedTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    if (sizeOf(shape) !== data.length)
      throw new Error(`Expected \`${name}\` to hold ${sizeOf(shape)} values, got ${data.length}`);
    const end = offset + data.length * FLOAT_BYTES;
    header[name] = { dtype: "F32", shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + offset).fill(
    0x20,
    LENGTH_BYTES,
    LENGTH_BYTES + headerBytes,
  );
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const { data } of tensors.values())
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += FLOAT_BYTES;
    }
  return bytes;
}

function decodeSafetensors(bytes: Uint8Array, path: string): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = LENGTH_BYTES + Number(view.getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, start));
  const { __metadata__: metadata = {}, ...entries } = asObject(JSON.parse(text) as unknown, path);
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const where = `${path}: ${name}`;
    const { dtype, shape, data_offsets: offsets } = asObject(entry, where);
    asOneOf(dtype, ["F32"], `${where}: dtype`);
    const sizes = asArray(shape, where).map((size) => asCount(size, `${where}: shape`));
    const [from = 0, to = 0] = asArray(offsets, where).map((at) => asCount(at, where));
    const data = new Float32Array(sizeOf(sizes));
    if (to - from !== data.length * FLOAT_BYTES || start + to > bytes.length)
      throw new LabError("DATA_CORRUPT", `Expected ${where} to hold ${data.length} values`);
    data.forEach((_, i) => {
      data[i] = view.getFloat32(start + from + i * FLOAT_BYTES, true);
    });
    return [name, { shape: sizes, data }] as const;
  });
  return { tensors: new Map(tensors), metadata: asRecord(metadata, asText, path) };
}

const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

/**
 * A small decoder of event files that shares nothing with src/: it reads any protobuf message into its fields and checks
 * every checksum bit by bit instead of by table.
 */
import { readFileSync } from "node:fs";

export interface DecodedValue {
  readonly tag: string;
  readonly tensor: DecodedTensor;
  /** Null where the value carries no metadata. */
  readonly metadata: {
    readonly plugin: string;
    readonly content: Buffer;
    readonly description: string;
    readonly dataClass: number;
  } | null;
}

export interface DecodedTensor {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly floats: readonly number[];
  readonly doubles: readonly number[];
  readonly strings: readonly Buffer[];
}

export interface DecodedEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion: string | null;
  readonly writer: string | null;
  /** Status of a SessionLog; 1 is START. */
  readonly sessionLog: number | null;
  readonly values: readonly DecodedValue[];
}

/** @throws Error for a wrong checksum or a record cut short */
export function decodeEventFile(path: string): DecodedEvent[] {
  return splitRecords(readFileSync(path)).map(decodeEvent);
}

export function splitRecords(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  let at = 0;
  while (at < file.length) {
    const length = Number(file.readBigUInt64LE(at));
    if (file.readUInt32LE(at + 8) !== slowMaskedCrc(file.subarray(at, at + 8)))
      throw new Error(`length checksum at ${at}`);
    const payload = file.subarray(at + 12, at + 12 + length);
    if (file.readUInt32LE(at + 12 + length) !== slowMaskedCrc(payload))
      throw new Error(`payload checksum at ${at}`);
    records.push(payload);
    at += 16 + length;
  }
  return records;
}

/** Bit by bit, most significant bit first on reversed bits, as the definition has it. */
function slowMaskedCrc(bytes: Buffer): number {
  let register = 0xffffffffn;
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) {
      const input = BigInt((byte >> bit) & 1);
      const top = (register >> 31n) & 1n;
      register = (register << 1n) & 0xffffffffn;
      if (top !== input) register ^= 0x1edc6f41n;
    }
  let reversed = 0n;
  for (let bit = 0n; bit < 32n; bit++) reversed |= ((register >> bit) & 1n) << (31n - bit);
  const crc = reversed ^ 0xffffffffn;
  return Number((((crc >> 15n) | (crc << 17n)) + 0xa282ead8n) & 0xffffffffn);
}

export interface Field {
  readonly number: number;
  /** Varints and fixed-width numbers as bytes of their value, little endian; messages and texts as they are. */
  readonly bytes: Buffer;
  readonly varint: number;
}

/** Every field of a protobuf message, in order. */
export function decodeFields(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const number = key >>> 3;
    const start = at;
    switch (key & 7) {
      case 0:
        fields.push({ number, varint: varint(), bytes: bytes.subarray(start, at) });
        break;
      case 1:
        at += 8;
        fields.push({ number, varint: 0, bytes: bytes.subarray(start, at) });
        break;
      case 2: {
        const length = varint();
        fields.push({ number, varint: 0, bytes: bytes.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        at += 4;
        fields.push({ number, varint: 0, bytes: bytes.subarray(start, at) });
        break;
      default:
        throw new Error(`wire type ${key & 7}`);
    }
  }
  return fields;
}

export const all = (fields: readonly Field[], number: number): Buffer[] =>
  fields.filter((field) => field.number === number).map(({ bytes }) => bytes);

export const first = (fields: readonly Field[], number: number): Buffer | undefined =>
  all(fields, number)[0];

export const integer = (fields: readonly Field[], number: number): number =>
  fields.find((field) => field.number === number)?.varint ?? 0;

export const text = (fields: readonly Field[], number: number): string =>
  first(fields, number)?.toString("utf8") ?? "";

function decodeEvent(bytes: Buffer): DecodedEvent {
  const fields = decodeFields(bytes);
  const summary = first(fields, 5);
  const session = first(fields, 7);
  const source = first(fields, 10);
  return {
    wallTime: first(fields, 1)?.readDoubleLE() ?? 0,
    step: integer(fields, 2),
    fileVersion: first(fields, 3)?.toString() ?? null,
    writer: source ? text(decodeFields(source), 1) : null,
    sessionLog: session ? integer(decodeFields(session), 1) : null,
    values: summary ? all(decodeFields(summary), 1).map(decodeValue) : [],
  };
}

function decodeValue(bytes: Buffer): DecodedValue {
  const fields = decodeFields(bytes);
  const metadata = first(fields, 9);
  return {
    tag: text(fields, 1),
    tensor: decodeTensor(first(fields, 8) ?? Buffer.alloc(0)),
    metadata: metadata ? decodeMetadata(metadata) : null,
  };
}

function decodeMetadata(bytes: Buffer): DecodedValue["metadata"] {
  const fields = decodeFields(bytes);
  const plugin = decodeFields(first(fields, 1) ?? Buffer.alloc(0));
  return {
    plugin: text(plugin, 1),
    content: first(plugin, 2) ?? Buffer.alloc(0),
    description: text(fields, 3),
    dataClass: integer(fields, 4),
  };
}

function decodeTensor(bytes: Buffer): DecodedTensor {
  const fields = decodeFields(bytes);
  const dims = all(decodeFields(first(fields, 2) ?? Buffer.alloc(0)), 2);
  const content = first(fields, 4) ?? Buffer.alloc(0);
  return {
    dtype: integer(fields, 1),
    shape: dims.map((dim) => integer(decodeFields(dim), 1)),
    floats: all(fields, 5).map((value) => value.readFloatLE()),
    doubles: Array.from({ length: content.length / 8 }, (_, i) => content.readDoubleLE(8 * i)),
    strings: all(fields, 8),
  };
}

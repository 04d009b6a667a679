/** Reading event files back, as far as it takes to find a record by its tags. Framing: framing.ts. */
import protobuf from "protobufjs/minimal.js";

import { LENGTH_BYTES, payloadOf, recordLength } from "./framing.ts";

export interface EventRecord {
  /** The record with its frame, as it stands in the file. */
  readonly bytes: Uint8Array;
  /** Unix time in seconds. */
  readonly wallTime: number;
  /** Tags of its values, in order; empty for a record that is no summary. */
  readonly tags: readonly string[];
}

/** Whole records of an event file, in order; what stands after the last whole one is left out. */
export function readEventRecords(file: Uint8Array): readonly EventRecord[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: EventRecord[] = [];
  for (let at = 0; at + LENGTH_BYTES <= file.length;) {
    const end = at + recordLength(Number(view.getBigUint64(at, true)));
    if (end > file.length) break;
    const bytes = file.subarray(at, end);
    records.push({ bytes, ...readEvent(payloadOf(bytes)) });
    at = end;
  }
  return records;
}

const WALL_TIME = 1;
const SUMMARY = 5;
/** Field 1 is the values of a Summary and the tag of a Value. */
const FIRST = 1;

function readEvent(payload: Uint8Array): Omit<EventRecord, "bytes"> {
  let wallTime = 0;
  const tags: string[] = [];
  eachField(payload, (field, reader) => {
    if (field === WALL_TIME) wallTime = reader.double();
    else if (field === SUMMARY) tags.push(...readTags(reader.bytes()));
    else return false;
    return true;
  });
  return { wallTime, tags };
}

function readTags(summary: Uint8Array): readonly string[] {
  const tags: string[] = [];
  eachField(summary, (field, reader) => {
    if (field !== FIRST) return false;
    eachField(reader.bytes(), (inner, value) => {
      if (inner !== FIRST) return false;
      tags.push(value.string());
      return true;
    });
    return true;
  });
  return tags;
}

/** `read` says whether it has read the field; what it has not is skipped. */
function eachField(
  bytes: Uint8Array,
  read: (field: number, reader: protobuf.Reader) => boolean,
): void {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const key = reader.uint32();
    if (!read(key >>> 3, reader)) reader.skipType(key & 7);
  }
}

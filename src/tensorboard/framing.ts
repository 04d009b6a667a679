/**
 * TFRecord framing. A record is: payload length (uint64), masked CRC-32C of those eight bytes, payload, masked CRC-32C of
 * the payload; all numbers little endian.
 *
 * Source: tensorboard/data/server/tf_record.rs.
 */
import { maskedCrc32c } from "./crc32c.ts";

/** Bytes of a record's length, which stand first. */
export const LENGTH_BYTES = 8;
const CRC_BYTES = 4;

/** Bytes of a whole record with a payload of so many. */
export const recordLength = (payloadBytes: number): number =>
  LENGTH_BYTES + CRC_BYTES + payloadBytes + CRC_BYTES;

/** The bytes of one record. */
export function frameRecord(payload: Uint8Array): Uint8Array {
  const start = LENGTH_BYTES + CRC_BYTES;
  const record = new Uint8Array(start + payload.length + CRC_BYTES);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(payload.length), true);
  view.setUint32(LENGTH_BYTES, maskedCrc32c(record.subarray(0, LENGTH_BYTES)), true);
  record.set(payload, start);
  view.setUint32(start + payload.length, maskedCrc32c(payload), true);
  return record;
}

/** The payload of a record. */
export const payloadOf = (record: Uint8Array): Uint8Array =>
  record.subarray(LENGTH_BYTES + CRC_BYTES, record.length - CRC_BYTES);

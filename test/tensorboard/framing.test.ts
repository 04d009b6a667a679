import { describe, expect, test } from "vitest";

import { crc32c, maskedCrc32c } from "../../src/tensorboard/crc32c.ts";
import { frameRecord } from "../../src/tensorboard/framing.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const filled = (count: number, value: (i: number) => number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => value(i));

describe("crc32c", () => {
  test.each([
    ["the usual check value", ascii("123456789"), 0xe3069283],
    ["nothing", ascii(""), 0],
    // RFC 3720, B.4
    ["32 bytes of zeros", filled(32, () => 0), 0x8a9136aa],
    ["32 bytes of ones", filled(32, () => 0xff), 0x62a8ab43],
    ["32 incrementing bytes", filled(32, (i) => i), 0x46dd794e],
    ["32 decrementing bytes", filled(32, (i) => 31 - i), 0x113fdb5c],
  ])("of %s is the published one", (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  test("masked, it is the value of TensorBoard's own documentation test", () => {
    const bytes = Uint8Array.of(0x1a, 0x11, ...ascii("CRC test, one two"));
    expect(maskedCrc32c(bytes)).toBe(0x5794d08a);
  });
});

describe("frameRecord", () => {
  // Written by tensorboard.summary.writer.record_writer.RecordWriter, and the same from bitwise division in Python.
  // Length 01 00… ; its masked checksum; the payload 41; its masked checksum.
  test.each([
    ["A", "0100000000000000" + "0175de41" + "41" + "b3ad603e"],
    ["", "0000000000000000" + "29039807" + "d8ea82a2"],
    [
      "The quick brown fox",
      "1300000000000000" + "0c91321b" + "54686520717569636b2062726f776e20666f78" + "d4916b5c",
    ],
  ])("frames %j as TensorBoard's own writer does", (payload, expected) => {
    expect(Buffer.from(frameRecord(ascii(payload))).toString("hex")).toBe(expected);
  });
});

/**
 * CRC-32C (Castagnoli): reflected polynomial 0x82f63b78, start and final xor 0xffffffff; and the mask that TFRecord puts
 * over it, because a checksum of data that hold checksums is weak.
 *
 * Source: RFC 3720, B.4 (polynomial and test vectors); tensorboard/data/server/masked_crc.rs (mask).
 */

/** Unsigned 32-bit checksum. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** rotate-right(crc, 15) + 0xa282ead8, modulo 2³². */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

const POLYNOMIAL = 0x82f63b78;

/** The checksum's effect of each byte value. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
});

/**
 * Counter-based random streams: the n-th number of a stream is a function of (seed, stream name, index, n), so nothing
 * has to be saved to resume, and streams never disturb one another.
 *
 * Generator: Philox 4×32 with 10 rounds. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011; tested against the published known-answer vectors.
 */
import { createHash } from "node:crypto";

import type { Seed } from "./brand.ts";
import { fillNormalBlocks } from "./normal-kernel.ts";
import { normalPair } from "./normal.ts";

/** One stream of numbers. A stream has a position; everything else about it is fixed by its key. */
export interface RandomStream {
  /** Next integer from 0 to 2³² − 1. */
  uint32(): number;
  /** Next number in [0, 1), with 32 random bits. */
  uniform(): number;
  /** Next integer in [0, limit), unbiased. */
  integer(limit: number): number;
  /** Next standard normal number (Box-Muller). */
  normal(): number;
}

/**
 * Opens the stream named `name` of a run's seed, at `index` (a step, an epoch: whatever the stream is counted by).
 * Equal arguments give equal numbers, on every platform.
 */
export function createStream(seed: Seed, name: string, index = 0): RandomStream {
  return new PhiloxStream(keyOf(`${String(seed)}/${name}`), index);
}

/** Fills `out` with standard normal numbers: those that as many calls of stream.normal() give. */
export function fillNormal(stream: RandomStream, out: Float32Array): void {
  const done = stream instanceof PhiloxStream ? stream.fillNormalBlocks(out) : 0;
  for (let i = done; i < out.length; i++) out[i] = stream.normal();
}

/** Fills `out` with numbers uniform in [low, high). */
export function fillUniform(stream: RandomStream, out: Float32Array, low = 0, high = 1): void {
  for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * stream.uniform();
}

/** A random permutation of 0 … length − 1 (Fisher-Yates). */
export function permutation(stream: RandomStream, length: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    const swapped = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swapped;
  }
  return order;
}

type Key = readonly [number, number];

/** Keys of the names seen last: a run opens the same few streams in every step. */
const keys = new Map<string, Key>();
const KEPT_KEYS = 64;

function keyOf(text: string): Key {
  const known = keys.get(text);
  if (known !== undefined) return known;
  const digest = createHash("sha256").update(text).digest();
  const key: Key = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
  if (keys.size >= KEPT_KEYS) keys.clear();
  keys.set(text, key);
  return key;
}

/** Philox 4×32-10: writes four 32-bit words for a 128-bit counter and a 64-bit key into `out`. */
export function philox4x32(
  counter: ArrayLike<number>,
  key: ArrayLike<number>,
  out: Uint32Array,
): void {
  let c0 = counter[0] ?? 0;
  let c1 = counter[1] ?? 0;
  let c2 = counter[2] ?? 0;
  let c3 = counter[3] ?? 0;
  let k0 = key[0] ?? 0;
  let k1 = key[1] ?? 0;
  for (let round = 0; round < 10; round++) {
    const low0 = Math.imul(M0, c0);
    const low1 = Math.imul(M1, c2);
    const high0 = multiplyHigh(M0, c0);
    const high1 = multiplyHigh(M1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + W0) | 0;
    k1 = (k1 + W1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** Upper 32 bits of the unsigned product of two 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const cross = Math.imul(aHigh, bLow) >>> 0;
  const middle = cross + (Math.imul(aLow, bLow) >>> 16);
  const carry = (Math.imul(aLow, bHigh) >>> 0) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + Math.floor(middle / 65536) + Math.floor(carry / 65536)) | 0;
}

class PhiloxStream implements RandomStream {
  readonly #key: Key;
  readonly #counter: [number, number, number, number];
  readonly #words = new Uint32Array(4);
  readonly #pair = new Float64Array(2);
  #used = 4;
  #spare: number | undefined;

  constructor(key: Key, index: number) {
    this.#key = key;
    // Words 0 and 1 count blocks, words 2 and 3 hold the index, so no two indices ever share a block.
    this.#counter = [0, 0, index >>> 0, Math.floor(index / 2 ** 32)];
  }

  uint32(): number {
    if (this.#used === 4) {
      philox4x32(this.#counter, this.#key, this.#words);
      this.#counter[0] = (this.#counter[0] + 1) >>> 0;
      if (this.#counter[0] === 0) this.#counter[1] = (this.#counter[1] + 1) >>> 0;
      this.#used = 0;
    }
    return this.#words[this.#used++] ?? 0;
  }

  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  integer(limit: number): number {
    const rest = 2 ** 32 % limit;
    let word = this.uint32();
    while (word < rest) word = this.uint32();
    return word % limit;
  }

  normal(): number {
    if (this.#spare !== undefined) {
      const value = this.#spare;
      this.#spare = undefined;
      return value;
    }
    const first = this.uint32();
    normalPair(first, this.uint32(), this.#pair);
    this.#spare = this.#pair[1];
    return this.#pair[0] ?? 0;
  }

  /** Fills as many whole blocks of `out` as the stream's position allows, and returns how many numbers that were. */
  fillNormalBlocks(out: Float32Array): number {
    if (this.#used !== 4 || this.#spare !== undefined) return 0;
    const blocks = Math.floor(out.length / 4);
    if (this.#counter[0] + blocks >= 2 ** 32) return 0;
    fillNormalBlocks({ key: this.#key, counter: this.#counter }, out.subarray(0, blocks * 4));
    this.#counter[0] += blocks;
    return blocks * 4;
  }
}

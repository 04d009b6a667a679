import { describe, expect, test } from "vitest";

import { seed } from "../../src/shared/brand.ts";
import { createStream, permutation, philox4x32 } from "../../src/shared/random.ts";

const words = (counter: readonly number[], key: readonly number[]): string[] => {
  const out = new Uint32Array(4);
  philox4x32(counter, key, out);
  return Array.from(out, (word) => word.toString(16).padStart(8, "0"));
};

describe("philox4x32", () => {
  // Known-answer vectors published with the generator (Random123, kat_vectors, philox4x32-10).
  test.each([
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      "408f276d 41c83b0e a20bc7c6 6d5451fd",
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    ],
  ])("gives the published words for counter %j and key %j", (counter, key, expected) => {
    expect(words(counter, key).join(" ")).toBe(expected);
  });
});

describe("createStream", () => {
  const draw = (name: string, runSeed: number, index: number): number[] => {
    const stream = createStream(seed(runSeed), name, index);
    return Array.from({ length: 6 }, () => stream.uint32());
  };

  test("equal seed, name and index give equal numbers", () => {
    expect(draw("latents", 7, 3)).toEqual(draw("latents", 7, 3));
  });

  test.each([
    ["seed", draw("latents", 8, 3)],
    ["name", draw("data", 7, 3)],
    ["index", draw("latents", 7, 4)],
    ["index beyond 32 bits", draw("latents", 7, 3 + 2 ** 32)],
  ])("another %s gives other numbers", (_, other) => {
    expect(other).not.toEqual(draw("latents", 7, 3));
  });

  test("seed 0 is a seed like any other, not 'no seed'", () => {
    expect(draw("latents", 0, 0)).toEqual(draw("latents", 0, 0));
  });

  test("a million normal numbers have the moments of N(0, 1) within five standard errors", () => {
    const stream = createStream(seed(1), "moments");
    const count = 1_000_000;
    let sum = 0;
    let squares = 0;
    let fourth = 0;
    for (let i = 0; i < count; i++) {
      const value = stream.normal();
      sum += value;
      squares += value ** 2;
      fourth += value ** 4;
    }
    // Standard errors: 1/√n, √(2/n), √(96/n).
    expect(Math.abs(sum / count)).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(squares / count - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(fourth / count - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
  });

  test("integer(limit) is uniform: chi-square over 7 bins stays below the 0.1 % point 22.46", () => {
    const stream = createStream(seed(2), "integers");
    const bins = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) {
      const bin = stream.integer(7);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((total, n) => total + (n - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(22.46);
  });

  test("permutation holds every index once and is not the identity", () => {
    const order = permutation(createStream(seed(3), "order"), 100);
    expect(new Set(order).size).toBe(100);
    expect(Math.max(...order)).toBe(99);
    expect(Array.from(order)).not.toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});

import { describe, expect, test } from "vitest";

import { seed } from "../../src/shared/brand.ts";
import { normalPair } from "../../src/shared/normal.ts";
import { createStream, fillNormal, permutation, philox4x32 } from "../../src/shared/random.ts";

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

describe("fillNormal", () => {
  test.each([1, 4, 7, 1000, 16_384, 40_003])(
    "gives %i numbers to the bit as single calls give them, and leaves the stream where they do",
    (count) => {
      const [many, single] = [createStream(seed(3), "z", 5), createStream(seed(3), "z", 5)];
      const filled = new Float32Array(count);
      fillNormal(many, filled);
      const expected = Float32Array.from({ length: count }, () => single.normal());
      expect(Buffer.compare(Buffer.from(filled.buffer), Buffer.from(expected.buffer))).toBe(0);
      expect(many.normal()).toBe(single.normal());
    },
  );

  test("continues a stream that stands in the middle of a block", () => {
    const [many, single] = [createStream(seed(3), "z"), createStream(seed(3), "z")];
    many.uint32();
    single.uint32();
    const filled = new Float32Array(9);
    fillNormal(many, filled);
    expect([...filled]).toEqual(Array.from(filled, () => Math.fround(single.normal())));
  });
});

describe("normalPair", () => {
  const pair = (word0: number, word1: number): readonly number[] => {
    const out = new Float64Array(2);
    normalPair(word0, word1, out);
    return [...out];
  };

  test("is Box and Muller's formula to float32's last digits, 3e-7 of the radius", () => {
    const words = createStream(seed(4), "words");
    for (let i = 0; i < 10_000; i++) {
      const [word0, word1] = [words.uint32(), words.uint32()];
      const radius = Math.sqrt(-2 * Math.log((word0 + 1) / 2 ** 32));
      const angle = (2 * Math.PI * word1) / 2 ** 32 - Math.PI / 4;
      const [first = NaN, second = NaN] = pair(word0, word1);
      expect(Math.abs(first - radius * Math.cos(angle))).toBeLessThan(3e-7 * radius);
      expect(Math.abs(second - radius * Math.sin(angle))).toBeLessThan(3e-7 * radius);
    }
  });

  test("is finite for the smallest and the largest words", () => {
    for (const word of [0, 2 ** 32 - 1, 2 ** 31, 2 ** 30])
      for (const value of [...pair(word, word), ...pair(0, word), ...pair(2 ** 32 - 1, word)])
        expect(Math.abs(value)).toBeLessThan(6.67); // √(−2·ln 2⁻³²)
  });
});

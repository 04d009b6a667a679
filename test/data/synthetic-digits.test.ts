import { describe, expect, test } from "vitest";

import type { Dataset } from "../../src/data/dataset.ts";
import { describeDataset, loadDataset } from "../../src/data/registry.ts";
import type { SyntheticDigitsSpec } from "../../src/data/synthetic-digits.ts";
import { valuesIn } from "./values.ts";

const SHIFT: SyntheticDigitsSpec = {
  kind: "synthetic-digits",
  variation: "shift",
  limit: null,
  shuffle: true,
  stepsPerEpoch: null,
};
const SHIFT_ROTATE: SyntheticDigitsSpec = { ...SHIFT, variation: "shift-rotate" };

const shift = await loadDataset(SHIFT);
const shiftRotate = await loadDataset(SHIFT_ROTATE);

const imageOf = (dataset: Dataset, index: number): Float32Array =>
  valuesIn(dataset).subarray(index * 784, (index + 1) * 784);

const indicesOf = ({ labels }: Dataset, digit: number): number[] =>
  Array.from(labels ?? []).flatMap((label, index) => (label === digit ? [index] : []));

/** A glyph without its place: the first and last column with ink, and the pixels between. */
function crop(image: Float32Array): { left: number; right: number; pixels: string } {
  const columns = Array.from({ length: 28 }, (_, x) => x).filter((x) =>
    Array.from({ length: 28 }, (_, y) => image[28 * y + x] ?? -1).some((value) => value > -1),
  );
  const left = columns[0] ?? 0;
  const right = columns.at(-1) ?? 0;
  const rows = Array.from({ length: 28 }, (_, y) => image.slice(28 * y + left, 28 * y + right + 1));
  return { left, right, pixels: rows.map((row) => row.join()).join(";") };
}

const countByDigit = (dataset: Dataset): number[] =>
  Array.from({ length: 10 }, (_, digit) => indicesOf(dataset, digit).length);

describe("synthetic-digits", () => {
  test("shift has 113 images: 28 − width + 1 of each digit", () => {
    expect(shift.size).toBe(113);
    expect(countByDigit(shift)).toEqual([11, 14, 12, 11, 9, 12, 11, 11, 11, 11]);
  });

  test("shift-rotate has 529 images", () => {
    expect(shiftRotate.size).toBe(529);
    expect(countByDigit(shiftRotate)).toEqual([53, 65, 53, 51, 45, 54, 52, 55, 51, 50]);
  });

  // Golden digests: every pixel of every image and the order of draws. Equal on every platform, or sweeps are not comparable.
  test("the pictures are the ones ever drawn, bit for bit", () => {
    expect(shift.digest).toBe("6f7df8a8da58b32786d221648dcf55b8d903174d63ad92a805410faf041b7c83");
    expect(shiftRotate.digest).toBe(
      "5917b599cdfb4d89e559330487b893d812fa9e9e70717aaa9ce2502f2f75d4ed",
    );
  });

  test.each(Array.from({ length: 10 }, (_, digit) => digit))(
    "digit %i stands at every position from the left border to the right one",
    (digit) => {
      const crops = indicesOf(shift, digit).map((index) => crop(imageOf(shift, index)));
      expect(new Set(crops.map(({ pixels }) => pixels)).size).toBe(1);
      const lefts = crops.map(({ left }) => left).sort((a, b) => a - b);
      expect(lefts).toEqual(Array.from({ length: crops.length }, (_, column) => column));
      expect(Math.max(...crops.map(({ right }) => right))).toBe(27);
    },
  );

  test.each(Array.from({ length: 10 }, (_, digit) => digit))(
    "digit %i has five pictures apart from shifts: straight, and turned by four angles",
    (digit) => {
      const straight = crop(imageOf(shift, indicesOf(shift, digit)[0] ?? 0)).pixels;
      const pictures = new Set(
        indicesOf(shiftRotate, digit).map((index) => crop(imageOf(shiftRotate, index)).pixels),
      );
      expect(pictures.size).toBe(5);
      expect(pictures).toContain(straight);
    },
  );

  test.each([
    ["shift", shift],
    ["shift-rotate", shiftRotate],
  ])("no two images of %s are equal", (_, dataset) => {
    const images = Array.from({ length: dataset.size ?? 0 }, (_, i) => imageOf(dataset, i).join());
    expect(new Set(images).size).toBe(dataset.size);
  });

  test.each([
    ["shift", shift],
    ["shift-rotate", shiftRotate],
  ])(
    "every glyph of %s is 28 pixels high, white on black, in [−1, 1] in steps of 1/127.5",
    (_, dataset) => {
      for (let index = 0; index < (dataset.size ?? 0); index++) {
        const image = imageOf(dataset, index);
        const bytes = image.map((value) => (value + 1) * 127.5);
        expect(Math.min(...image)).toBe(-1);
        // Thin strokes, turned, may fill no pixel to the whole.
        expect(Math.max(...image)).toBeGreaterThan(0.9);
        expect(Math.max(...image)).toBeLessThanOrEqual(1);
        expect(bytes.every((byte) => Math.abs(byte - Math.round(byte)) < 1e-4)).toBe(true);
        for (const row of [0, 27]) {
          expect(Math.max(...image.subarray(28 * row, 28 * (row + 1)))).toBeGreaterThan(-1);
        }
      }
    },
  );

  test("an epoch shows 1,000 of each digit, and each of a digit's images equally often up to one", () => {
    const { draws, labels } = shift;
    expect(draws).toHaveLength(10_000);
    const uses = new Array<number>(113).fill(0);
    for (const image of draws ?? []) uses[image] = (uses[image] ?? 0) + 1;
    for (let digit = 0; digit < 10; digit++) {
      const own = uses.filter((_, image) => labels?.[image] === digit);
      expect(own.reduce((sum, count) => sum + count, 0)).toBe(1000);
      expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
    }
  });

  test("half of an epoch of shift-rotate is straight, as in the authors' set", () => {
    const straight = new Set(
      Array.from({ length: 113 }, (_, image) => imageOf(shift, image).join()),
    );
    const isStraight = Array.from({ length: 529 }, (_, image) =>
      straight.has(imageOf(shiftRotate, image).join()),
    );
    expect(isStraight.filter(Boolean)).toHaveLength(113);
    const shown = Array.from(shiftRotate.draws ?? []).filter((image) => isStraight[image]);
    expect(shown).toHaveLength(5000);
  });

  test("a limit keeps all digits, and describes what load gives", async () => {
    for (const variation of ["shift", "shift-rotate"] as const) {
      for (const limit of [1, 9, 10, 57, 400, 877, 4000, 20_000, null]) {
        const spec: SyntheticDigitsSpec = { ...SHIFT, variation, limit };
        const dataset = await loadDataset(spec);
        const rows = Math.min(limit ?? Infinity, 10_000);
        expect(describeDataset(spec)).toMatchObject({ size: dataset.size, rows });
        expect(dataset.draws).toHaveLength(rows);
        expect(new Set(dataset.labels).size).toBe(Math.min(10, rows));
      }
    }
  });
});

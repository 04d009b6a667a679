/** Density, scatter and strip: what is where in the decoded pixels. */
import { describe, expect, test } from "vitest";

import { kdePicture } from "../../src/pictures/density.ts";
import { decodePicture, encodePicture } from "../../src/pictures/picture.ts";
import type { Picture, Pixels } from "../../src/pictures/picture.ts";
import { progressStrip } from "../../src/pictures/progress-strip.ts";
import { axesAround, scatterPicture } from "../../src/pictures/scatter.ts";

// createPlotArea: a plot of 360 × 360 pixels at (60, 12).
const pixelOf = (
  x: number,
  y: number,
  [low, high]: readonly [number, number],
): [number, number] => [
  60 + Math.floor(((x - low) / (high - low)) * 360),
  12 + Math.floor(((high - y) / (high - low)) * 360),
];

const at = ({ width, data }: Pixels, [x, y]: readonly [number, number]): number[] => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];

const darkness = (pixels: Pixels, place: readonly [number, number]): number =>
  765 - at(pixels, place).reduce((sum, value) => sum + value, 0);

describe("kdePicture", () => {
  const axes = [-4, 4] as const;

  test("is darkest where most points are, and y grows upward", () => {
    const points = Float32Array.from([...Array<number[]>(9).fill([2, 3]), [-2, -3]].flat());
    const pixels = decodePicture(kdePicture(points, { axes }).png);
    const many = darkness(pixels, pixelOf(2, 3, axes));
    const few = darkness(pixels, pixelOf(-2, -3, axes));
    expect(at(pixels, pixelOf(2, 3, axes))).toEqual([0, 68, 27]); // the darkest of the greens
    expect(many).toBeGreaterThan(few);
    expect(few).toBeGreaterThan(darkness(pixels, pixelOf(2, -3, axes)));
  });

  test("shows a generator collapsed onto one point", () => {
    const pixels = decodePicture(kdePicture(new Float32Array(200).fill(1), { axes }).png);
    expect(at(pixels, pixelOf(1, 1, axes))).toEqual([0, 68, 27]);
  });

  test("without points inside the axes it is empty and still has its frame", () => {
    const pixels = decodePicture(kdePicture(Float32Array.of(90, 90, NaN, 0), { axes }).png);
    expect(at(pixels, pixelOf(0, 0, axes))).toEqual([247, 252, 245]);
    expect(at(pixels, [59, 11])).toEqual([0, 0, 0]);
  });

  test("equal points give equal bytes", () => {
    const points = Float32Array.from({ length: 400 }, (_, i) => Math.sin(i));
    expect(kdePicture(points).png).toEqual(kdePicture(points).png);
  });
});

describe("scatterPicture", () => {
  test("has axes half a unit around the outermost mode", () => {
    expect(axesAround(Float32Array.of(0, 1, 1, 0))).toEqual([-1.5, 1.5]);
    expect(axesAround(Float32Array.of(-4, 0, 4, 4))).toEqual([-4.5, 4.5]);
  });

  test("draws points, circles about the modes, and points from outside at the border", () => {
    const means = Float32Array.of(0, 1);
    const pixels = decodePicture(scatterPicture(Float32Array.of(-1, -1, 50, 0), means).png);
    const axes = axesAround(means);
    const [pointX, pointY] = pixelOf(-1, -1, axes);
    expect(darkness(pixels, [pointX - 1, pointY - 1])).toBeGreaterThan(100);
    const [modeX, modeY] = pixelOf(0, 1, axes);
    expect(at(pixels, [modeX, modeY])).toEqual([255, 255, 255]); // hollow
    expect(darkness(pixels, [modeX + 7, modeY])).toBeGreaterThan(100);
    const column = Array.from({ length: 360 }, (_, y) => darkness(pixels, [60 + 359, 12 + y]));
    expect(column.some((dark) => dark > 100)).toBe(true);
  });
});

describe("progressStrip", () => {
  const plain = (level: number): Picture =>
    encodePicture({ width: 100, height: 50, channels: 1, data: new Uint8Array(5000).fill(level) });
  const strip = (count: number, maximum?: number): Pixels => {
    const snapshots = Array.from({ length: count }, (_, i) => ({ step: i, png: plain(i).png }));
    return decodePicture(progressStrip(snapshots, maximum === undefined ? {} : { maximum }).png);
  };
  /** Level of the picture at each place: cells of 100 pixels, 8 apart, captions of 30 pixels above. */
  const levels = (pixels: Pixels): number[] =>
    Array.from(
      { length: Math.floor(pixels.width / 108) },
      (_, i) => at(pixels, [8 + 108 * i + 50, 30 + 25])[0] ?? -1,
    );

  test("shows snapshots from left to right with room for their captions", () => {
    const pixels = strip(3);
    expect(levels(pixels)).toEqual([0, 1, 2]);
    expect([pixels.width, pixels.height]).toEqual([3 * 108 + 8, 30 + 50 + 8]);
  });

  test("of too many it keeps the first, the last and evenly spread ones between", () => {
    expect(levels(strip(21, 5))).toEqual([0, 5, 10, 15, 20]);
    expect(levels(strip(40))).toHaveLength(10);
  });

  test("refuses an empty list", () => {
    expect(() => progressStrip([])).toThrow("Expected at least one snapshot");
  });
});

import { describe, expect, test } from "vitest";

import { decodePicture } from "../../src/pictures/picture.ts";
import { sampleGrid } from "../../src/pictures/sample-grid.ts";

describe("sampleGrid", () => {
  test("puts images row by row between lines of grey, −1 black and 1 white", () => {
    // Three images of 1×2 pixels in two columns, lines one pixel wide:
    const samples = Float32Array.of(-1, 1, 0, -1, 1, 1);
    const picture = sampleGrid(samples, [1, 2, 1], { columns: 2, padding: 1 });
    const { width, height, channels, data } = decodePicture(picture.png);
    expect([width, height, channels]).toEqual([7, 5, 1]); // 1 + 2·(2 + 1) by 1 + 2·(1 + 1)
    const g = 90;
    expect([...data]).toEqual(
      [
        [g, g, g, g, g, g, g],
        [g, 0, 255, g, 128, 0, g], // round((0 + 1)·127.5) = 128
        [g, g, g, g, g, g, g],
        [g, 255, 255, g, g, g, g], // nothing where the last row is not full
        [g, g, g, g, g, g, g],
      ].flat(),
    );
  });

  test("cuts values off at the ends of the range, and draws what is no number black", () => {
    const picture = sampleGrid(Float32Array.of(-7, 7, NaN), [1, 3, 1], { columns: 1, padding: 0 });
    expect([...decodePicture(picture.png).data]).toEqual([0, 255, 0]);
  });

  test("enlarges every pixel to a square of `scale`", () => {
    const picture = sampleGrid(Float32Array.of(-1, 1), [1, 2, 1], {
      columns: 1,
      padding: 0,
      scale: 2,
    });
    expect([...decodePicture(picture.png).data]).toEqual([0, 0, 255, 255, 0, 0, 255, 255]);
  });

  test("keeps the three channels of colour images", () => {
    const picture = sampleGrid(Float32Array.of(1, -1, 0), [1, 1, 3], { columns: 1, padding: 0 });
    expect([...decodePicture(picture.png).data]).toEqual([255, 0, 128]);
  });

  test("refuses samples that are no images", () => {
    expect(() => sampleGrid(new Float32Array(4), [2], { columns: 1 })).toThrow(
      "Expected images of shape [height, width, 1 or 3], got [2]",
    );
  });
});

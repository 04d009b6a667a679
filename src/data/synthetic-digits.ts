/**
 * Small-variability digits: the ten digits in Tinos, 28×28, white on black, every glyph exactly 28 pixels high, at every
 * horizontal position that keeps it inside the frame. `shift-rotate` adds glyphs turned by −10, −5, 5 and 10 degrees.
 *
 * Both sets are finite. An epoch has 10,000 rows, 1,000 of each digit; in `shift-rotate` half of them are unrotated.
 * Source: Mao et al., arXiv:1712.06391, code of "improved LSGAN", which ships such sets in Times; ours are drawn, so their
 * counts are those of our glyphs.
 */
import { createHash } from "node:crypto";

import type { DatasetSpec } from "../config/spec.ts";
import type { Dataset } from "./dataset.ts";
import type { DatasetDescription, DatasetModule } from "./dataset-module.ts";
import { glyphOf } from "./glyphs.ts";
import type { Contour } from "./rasterize.ts";
import { rasterize } from "./rasterize.ts";

export type SyntheticDigitsSpec = Extract<DatasetSpec, { kind: "synthetic-digits" }>;

export const DIGIT_SIDE = 28;
const DIGITS = 10;
const ROWS_PER_DIGIT = 1000;
/** Degrees. A finer grid makes neighbours so alike that half their distance, the radius of a match, means nothing. */
const ANGLES = [-10, -5, 5, 10];

/** Distinct images of each digit, 0 to 9: unrotated (28 − width + 1 positions), and rotated over all four angles. */
export const DIGIT_COUNTS = {
  shift: [11, 14, 12, 11, 9, 12, 11, 11, 11, 11],
  rotated: [42, 51, 41, 40, 36, 42, 41, 44, 40, 39],
} as const;

export const syntheticDigits: DatasetModule<SyntheticDigitsSpec> = {
  kind: "synthetic-digits",

  describe(spec): DatasetDescription {
    const rows = Math.min(spec.limit ?? Infinity, DIGITS * ROWS_PER_DIGIT);
    return {
      kind: "synthetic-digits",
      sampleShape: [DIGIT_SIDE, DIGIT_SIDE, 1],
      classes: DIGITS,
      size: distinctImages(spec.variation, rows),
      rows,
      mixture: null,
    };
  },

  load(spec) {
    const rows = Math.min(spec.limit ?? Infinity, DIGITS * ROWS_PER_DIGIT);
    const key = `${spec.variation}/${String(rows)}`;
    let dataset = loaded.get(key);
    if (dataset === undefined) {
      dataset = drawDataset(spec.variation, rows);
      loaded.set(key, dataset);
    }
    return Promise.resolve(dataset);
  },
};

const loaded = new Map<string, Dataset>();

/** One image: a digit's cropped picture and the column it starts at. */
interface Placement {
  readonly image: DigitImage;
  readonly column: number;
}

interface DigitImage {
  /** [28, width] in 0 … 255. */
  readonly pixels: Uint8Array;
  readonly width: number;
}

function drawDataset(variation: SyntheticDigitsSpec["variation"], rows: number): Dataset {
  const placements = Array.from({ length: DIGITS }, (_, digit) => placementsOf(digit, variation));
  const numbers = new Map<Placement, number>();
  const draws = new Uint32Array(rows);
  const labels: number[] = [];
  // Digits take turns, and images are numbered in the order they first appear: a limit then keeps all digits, and
  // `samples` holds exactly the images that are drawn.
  for (let row = 0; row < rows; row++) {
    const digit = row % DIGITS;
    const placement = choosePlacement(placements[digit], Math.floor(row / DIGITS));
    let number = numbers.get(placement);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(placement, number);
      labels.push(digit);
    }
    draws[row] = number;
  }
  const samples = new Float32Array(numbers.size * DIGIT_SIDE * DIGIT_SIDE).fill(-1);
  for (const [placement, number] of numbers) paste(placement, number, samples);
  return {
    kind: "synthetic-digits",
    sampleShape: [DIGIT_SIDE, DIGIT_SIDE, 1],
    size: numbers.size,
    draws,
    digest: digestOf(samples, draws),
    samples,
    labels: Uint8Array.from(labels),
    classes: DIGITS,
    mixture: null,
  };
}

interface DigitPlacements {
  readonly unrotated: readonly Placement[];
  readonly rotated: readonly Placement[];
}

function placementsOf(digit: number, variation: SyntheticDigitsSpec["variation"]): DigitPlacements {
  const unrotated = positionsOf(drawDigit(digit, 0));
  if (variation === "shift") return { unrotated, rotated: [] };
  const rotated = ANGLES.flatMap((angle) => positionsOf(drawDigit(digit, angle)));
  return { unrotated, rotated };
}

function positionsOf(image: DigitImage): Placement[] {
  const positions = DIGIT_SIDE - image.width + 1;
  return Array.from({ length: positions }, (_, column) => ({ image, column }));
}

/** Step between consecutive rotated images: a prime larger than their number, so every image comes up, angles mixed. */
const ROTATED_STRIDE = 7919;

function choosePlacement(placements: DigitPlacements | undefined, turn: number): Placement {
  const { unrotated, rotated } = placements ?? { unrotated: [], rotated: [] };
  const useRotated = rotated.length > 0 && turn % 2 === 1;
  const half = rotated.length > 0 ? Math.floor(turn / 2) : turn;
  const chosen = useRotated
    ? rotated[(half * ROTATED_STRIDE) % rotated.length]
    : unrotated[half % unrotated.length];
  if (chosen === undefined) throw new Error("Expected every digit to have a position");
  return chosen;
}

/** How many distinct images the first `rows` rows show: what `choosePlacement` visits, by arithmetic alone. */
function distinctImages(variation: SyntheticDigitsSpec["variation"], rows: number): number {
  let distinct = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const turns = Math.floor((rows - digit + DIGITS - 1) / DIGITS);
    const unrotated = DIGIT_COUNTS.shift[digit] ?? 0;
    const rotated = DIGIT_COUNTS.rotated[digit] ?? 0;
    distinct +=
      variation === "shift"
        ? Math.min(turns, unrotated)
        : Math.min(Math.ceil(turns / 2), unrotated) + Math.min(Math.floor(turns / 2), rotated);
  }
  return distinct;
}

/** Draws one digit turned by `degrees`, scaled to be exactly 28 pixels high, its left edge at the first column's. */
function drawDigit(digit: number, degrees: number): DigitImage {
  const contours = rotate(glyphOf(String(digit)).contours, degrees);
  const [left, top, right, bottom] = boundsOf(contours);
  const scale = DIGIT_SIDE / (bottom - top);
  const width = Math.ceil(snap((right - left) * scale));
  const placed = contours.map((contour) =>
    contour.map((value, i) => snap((value - (i % 2 === 0 ? left : top)) * scale)),
  );
  const coverage = rasterize(placed, width, DIGIT_SIDE);
  return { pixels: Uint8Array.from(coverage, (share) => Math.round(share * 255)), width };
}

function rotate(contours: readonly Contour[], degrees: number): readonly Contour[] {
  if (degrees === 0) return contours;
  // Rounded, so that a last-bit difference between mathematics libraries cannot reach the picture.
  const angle = (degrees * Math.PI) / 180;
  const cosine = Math.round(Math.cos(angle) * 2 ** 20) / 2 ** 20;
  const sine = Math.round(Math.sin(angle) * 2 ** 20) / 2 ** 20;
  return contours.map((contour) => {
    const turned = new Float64Array(contour.length);
    for (let i = 0; i < contour.length; i += 2) {
      const x = contour[i] ?? 0;
      const y = contour[i + 1] ?? 0;
      turned[i] = cosine * x - sine * y;
      turned[i + 1] = sine * x + cosine * y;
    }
    return turned;
  });
}

function boundsOf(contours: readonly Contour[]): readonly [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i += 2) {
      left = Math.min(left, contour[i] ?? 0);
      right = Math.max(right, contour[i] ?? 0);
      top = Math.min(top, contour[i + 1] ?? 0);
      bottom = Math.max(bottom, contour[i + 1] ?? 0);
    }
  }
  return [left, top, right, bottom];
}

/** Nearest multiple of 1/1024 pixel. */
function snap(value: number): number {
  return Math.round(value * 1024) / 1024;
}

/** Writes image `number`, scaled from 0 … 255 to [−1, 1]: black −1, white 1. */
function paste({ image, column }: Placement, number: number, samples: Float32Array): void {
  const start = number * DIGIT_SIDE * DIGIT_SIDE;
  for (let row = 0; row < DIGIT_SIDE; row++) {
    for (let x = 0; x < image.width; x++) {
      const grey = image.pixels[row * image.width + x] ?? 0;
      samples[start + row * DIGIT_SIDE + column + x] = grey / 127.5 - 1;
    }
  }
}

function digestOf(...arrays: readonly (Float32Array | Uint32Array)[]): string {
  const hash = createHash("sha256");
  for (const array of arrays) {
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest("hex");
}

/**
 * CASIA HWDB1.0: handwritten Chinese characters, .gnt files in `<data folder>/hwdb/` (subfolders count). A record is
 *
 *     u32 size of the record, 2 bytes GB code, u16 width, u16 height, width × height grey bytes (255 is paper)
 *
 * little-endian. Images are resized to 28 × 28 by averaging over the covered area, as the authors' conversion resizes them;
 * classes are the codes in order. Source: C.-L. Liu et al., ICDAR 2011; Mao et al., arXiv:1611.04076, sec. 4.4.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { DatasetSpec } from "../config/spec.ts";
import { LabError } from "../shared/errors.ts";
import { describeMissingFolder, findFolder } from "./data-folders.ts";
import type { Dataset } from "./dataset.ts";
import type { DatasetDescription, DatasetModule, DatasetOptions } from "./dataset-module.ts";
import { bytesInMemory } from "./samples.ts";

export type HwdbSpec = Extract<DatasetSpec, { kind: "hwdb" }>;

const FOLDER = "hwdb";
const SIDE = 28;
const HEADER = 10;

export const hwdb: DatasetModule<HwdbSpec> = {
  kind: "hwdb",

  describe({ classes, limit }): DatasetDescription {
    const sampleShape = [SIDE, SIDE, 1];
    return { kind: "hwdb", sampleShape, classes, size: limit, rows: limit, mixture: null };
  },

  checkPresent: (_, options) =>
    findFolder(FOLDER, options) === null ? describeMissing(options) : null,

  // Async, so that what is thrown becomes a rejection.
  // eslint-disable-next-line @typescript-eslint/require-await
  load: async (spec, options) => load(spec, options),
};

const describeMissing = (options: DatasetOptions): string =>
  describeMissingFolder(
    "the .gnt files of CASIA HWDB1.0's training part",
    {
      name: FOLDER,
      from: "ask the CASIA database for HWDB1.0 (for research only): this data set is not fetched",
    },
    options,
  );

interface Character {
  /** Its GB code, high byte first. */
  readonly code: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

function load({ classes, limit }: HwdbSpec, options: DatasetOptions): Dataset {
  const folder = findFolder(FOLDER, options);
  if (folder === null) throw new LabError("DATA_MISSING", describeMissing(options));
  // Resized file by file: all pictures at their own size would take several times the memory.
  const characters = gntFiles(folder).flatMap((path) =>
    parseGnt(new Uint8Array(readFileSync(path)), path).map((character) => ({
      code: character.code,
      image: resize(character),
    })),
  );
  const codes = [...new Set(characters.map(({ code }) => code))].sort((one, other) => one - other);
  if (codes.length < classes)
    throw new LabError(
      "DATA_MISSING",
      `Expected ${String(classes)} characters (dataset.classes) in ${folder}, got ${String(codes.length)}`,
    );
  const classOf = new Map(codes.slice(0, classes).map((code, i) => [code, i]));
  const chosen = characters.filter(({ code }) => classOf.has(code)).slice(0, limit ?? undefined);
  const pixels = new Uint8Array(chosen.length * SIDE * SIDE);
  chosen.forEach(({ image }, i) => {
    pixels.set(image, i * SIDE * SIDE);
  });
  const labels = Uint16Array.from(chosen, ({ code }) => classOf.get(code) ?? 0);
  return {
    kind: "hwdb",
    sampleShape: [SIDE, SIDE, 1],
    size: chosen.length,
    draws: null,
    digest: createHash("sha256").update(pixels).update(labels).digest("hex"),
    samples: bytesInMemory(pixels),
    labels,
    classes,
    mixture: null,
  };
}

function gntFiles(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.toLowerCase().endsWith(".gnt"))
    .sort();
  if (files.length === 0)
    throw new LabError("DATA_MISSING", `Expected .gnt files in ${folder}, got none`);
  return files.map((name) => join(folder, name));
}

/** @throws LabError DATA_CORRUPT where a record's size is not that of its picture */
export function parseGnt(bytes: Uint8Array, path: string): readonly Character[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const characters: Character[] = [];
  for (let start = 0; start < bytes.length;) {
    const whole = start + HEADER <= bytes.length;
    const size = whole ? view.getUint32(start, true) : 0;
    const width = whole ? view.getUint16(start + 6, true) : 0;
    const height = whole ? view.getUint16(start + 8, true) : 0;
    if (
      !whole ||
      width * height === 0 ||
      size !== HEADER + width * height ||
      start + size > bytes.length
    )
      throw new LabError(
        "DATA_CORRUPT",
        `Expected \`${path}\` to be records of a GNT file, got another one at byte ${String(start)} of ${String(bytes.length)}`,
      );
    const pixels = bytes.subarray(start + HEADER, start + size);
    characters.push({ code: view.getUint16(start + 4, false), width, height, pixels });
    start += size;
  }
  return characters;
}

/** Each of the 28 × 28 pixels is the mean of what it covers. */
function resize({ width, height, pixels }: Character): Uint8Array {
  const image = new Uint8Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      let [sum, area] = [0, 0];
      for (const [y, high] of covered(row, height))
        for (const [x, wide] of covered(column, width)) {
          sum += high * wide * (pixels[y * width + x] ?? 0);
          area += high * wide;
        }
      image[row * SIDE + column] = Math.round(sum / area);
    }
  return image;
}

/** Source pixels that target pixel `index` covers, each with the covered length. */
function covered(index: number, length: number): readonly (readonly [number, number])[] {
  const [from, to] = [(index * length) / SIDE, ((index + 1) * length) / SIDE];
  const first = Math.floor(from);
  return Array.from({ length: Math.ceil(to) - first }, (_, i) => {
    const pixel = first + i;
    return [pixel, Math.min(to, pixel + 1) - Math.max(from, pixel)] as const;
  });
}

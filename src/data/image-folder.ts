/**
 * Pictures of a folder: 8-bit PNG files, or NPY files of bytes [n, size, size, channels], in the order of their names.
 * Nothing is resized or cropped: export pictures at their size (LSUN: `lmdb` → NPY; CAT: aligned crops). PNG files are held
 * in memory as bytes; of NPY files a row is read when a batch shows it.
 *
 *     <data folder>/<folder>/*.png, *.npy            without classes
 *     <data folder>/<folder>/<class>/*.png, *.npy    with classes
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

import { decode } from "fast-png";

import type { DatasetSpec } from "../config/spec.ts";
import { LabError } from "../shared/errors.ts";
import { describeMissingFolder, findFolder } from "./data-folders.ts";
import type { Dataset } from "./dataset.ts";
import type { DatasetDescription, DatasetModule, DatasetOptions } from "./dataset-module.ts";
import { openNpy } from "./npy.ts";
import type { ByteRows } from "./samples.ts";
import { bytesInMemory } from "./samples.ts";

export type ImageFolderSpec = Extract<DatasetSpec, { kind: "image-folder" }>;

export const imageFolder: DatasetModule<ImageFolderSpec> = {
  kind: "image-folder",

  describe({ size, channels, classes, limit }): DatasetDescription {
    return {
      kind: "image-folder",
      sampleShape: [size, size, channels],
      classes: classes ?? 0,
      // Without a limit only the folder knows.
      size: limit,
      rows: limit,
      mixture: null,
    };
  },

  checkPresent: (spec, options) =>
    findFolder(spec.folder, options) === null ? describeMissing(spec, options) : null,

  load,
};

function describeMissing(
  { folder, size, channels, classes }: ImageFolderSpec,
  options: DatasetOptions,
): string {
  const what = `${channels === 1 ? "grey" : "RGB"} pictures of ${String(size)} × ${String(size)} (PNG or NPY)`;
  const where = classes === null ? "" : `, in ${String(classes)} subfolders that are the classes,`;
  return describeMissingFolder(
    what + where,
    {
      name: folder,
      from: "export them yourself (docs/data.md has a script): this data set is not fetched",
    },
    options,
  );
}

/** What one file gives: whole pictures, [n, size, size, channels]. */
interface Piece {
  readonly rows: ByteRows;
  readonly label: number;
}

/** Lets timers run: a large folder takes minutes, and the run's heartbeat is looked for meanwhile. */
const breathe = (): Promise<void> => setImmediate();

async function load(spec: ImageFolderSpec, options: DatasetOptions): Promise<Dataset> {
  const folder = findFolder(spec.folder, options);
  if (folder === null) throw new LabError("DATA_MISSING", describeMissing(spec, options));
  const pieces = await readPieces(folder, spec);
  const samples = joinRows(pieces.map(({ rows }) => rows));
  const rowSize = rowSizeOf(spec);
  const labels = Uint16Array.from(
    pieces.flatMap(({ rows, label }) => Array<number>(rows.length / rowSize).fill(label)),
  );
  return {
    kind: "image-folder",
    sampleShape: [spec.size, spec.size, spec.channels],
    size: labels.length,
    draws: null,
    digest: await digestOf(pieces, labels),
    samples,
    labels: spec.classes === null ? null : labels,
    classes: spec.classes ?? 0,
    mixture: null,
  };
}

async function readPieces(folder: string, spec: ImageFolderSpec): Promise<readonly Piece[]> {
  const groups = spec.classes === null ? [folder] : classFolders(folder, spec.classes);
  const pieces: Piece[] = [];
  let left = spec.limit === null ? Infinity : spec.limit * rowSizeOf(spec);
  for (const [label, group] of groups.entries())
    for (const name of namesIn(group)) {
      if (left <= 0) break;
      const file = readFile(join(group, name), spec);
      const rows = { ...file, length: Math.min(left, file.length) };
      left -= rows.length;
      if (rows.length > 0) pieces.push({ rows, label });
      await breathe();
    }
  if (pieces.length === 0)
    throw new LabError("DATA_MISSING", `Expected PNG or NPY files in ${folder}, got none`);
  return pieces;
}

/** One after the other; a row is of one of them. */
function joinRows(pieces: readonly ByteRows[]): ByteRows {
  const starts = new Float64Array(pieces.length);
  let length = 0;
  for (const [i, piece] of pieces.entries()) {
    starts[i] = length;
    length += piece.length;
  }
  return {
    length,
    read(start, end) {
      const i = lastAtMost(starts, start);
      const first = starts[i] ?? 0;
      const piece = pieces[i];
      if (piece === undefined) throw new Error(`Expected a row at ${String(start)}`);
      return piece.read(start - first, end - first);
    },
  };
}

/** Index of the last of the rising `values` that is at most `value`; the first one is. */
function lastAtMost(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Infinity) <= value) low = middle;
    else high = middle;
  }
  return low;
}

const CHUNK_BYTES = 2 ** 22;

async function digestOf(pieces: readonly Piece[], labels: Uint16Array): Promise<string> {
  const hash = createHash("sha256");
  for (const { rows } of pieces)
    for (let start = 0; start < rows.length; start += CHUNK_BYTES) {
      hash.update(rows.read(start, Math.min(start + CHUNK_BYTES, rows.length)));
      await breathe();
    }
  return hash.update(labels).digest("hex");
}

const rowSizeOf = ({ size, channels }: Pick<ImageFolderSpec, "size" | "channels">): number =>
  size * size * channels;

function classFolders(folder: string, classes: number): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  if (names.length === classes) return names.map((name) => join(folder, name));
  throw new LabError(
    "DATA_CORRUPT",
    `Expected ${String(classes)} subfolders (dataset.classes) in ${folder}, got ${String(names.length)}`,
  );
}

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => /\.(png|npy)$/i.test(name))
    .sort();

/** The images of one file. */
function readFile(path: string, spec: ImageFolderSpec): ByteRows {
  if (path.toLowerCase().endsWith(".npy")) return readNpy(path, spec);
  return bytesInMemory(readPng(new Uint8Array(readFileSync(path)), path, spec));
}

function readNpy(path: string, { size, channels }: ImageFolderSpec): ByteRows {
  const { shape, data } = openNpy(path);
  const [, ...sides] = shape;
  const fits = [size, size, channels].every((side, i) => (sides[i] ?? 1) === side);
  if (!fits || sides.length > 3)
    throw wrongSize(path, shape.slice(1).join(" × "), { size, channels });
  return data;
}

/** Grey is repeated where colours are asked for; transparency is dropped. */
function readPng(bytes: Uint8Array, path: string, { size, channels }: ImageFolderSpec): Uint8Array {
  const { width, height, channels: depth, depth: bits, data, palette } = decodePng(bytes, path);
  const isColour = depth >= 3;
  const fits = width === size && height === size && bits === 8 && palette === undefined;
  if (!fits || (channels === 1 && isColour)) {
    const got = `${String(width)} × ${String(height)}, ${isColour ? "colour" : "grey"}, ${String(bits)} bits${palette === undefined ? "" : ", a palette"}`;
    throw wrongSize(path, got, { size, channels });
  }
  const image = new Uint8Array(rowSizeOf({ size, channels }));
  for (let i = 0; i < size * size; i++)
    for (let channel = 0; channel < channels; channel++)
      image[i * channels + channel] = data[i * depth + (isColour ? channel : 0)] ?? 0;
  return image;
}

function decodePng(bytes: Uint8Array, path: string): ReturnType<typeof decode> {
  try {
    return decode(bytes);
  } catch (error) {
    throw new LabError("DATA_CORRUPT", `Expected \`${path}\` to be a PNG file`, { cause: error });
  }
}

function wrongSize(
  path: string,
  got: string,
  { size, channels }: Pick<ImageFolderSpec, "size" | "channels">,
): LabError {
  const expected = `${String(size)} × ${String(size)} × ${String(channels)}, 8 bits, no palette`;
  return new LabError(
    "DATA_CORRUPT",
    `Expected \`${path}\` to be ${expected}, got ${got}: nothing is resized`,
  );
}

/**
 * Pictures of a folder: 8-bit PNG files, or NPY files of bytes [n, size, size, channels], in the order of their names.
 * Nothing is resized or cropped: export pictures at their size (LSUN: `lmdb` → PNG; CAT: aligned crops).
 *
 *     <data folder>/<folder>/*.png, *.npy            without classes
 *     <data folder>/<folder>/<class>/*.png, *.npy    with classes
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { decode } from "fast-png";

import type { DatasetSpec } from "../config/spec.ts";
import { LabError } from "../shared/errors.ts";
import { describeMissingFolder, findFolder, scaleBytes } from "./data-folders.ts";
import type { Dataset } from "./dataset.ts";
import type { DatasetDescription, DatasetModule, DatasetOptions } from "./dataset-module.ts";
import { parseNpy } from "./npy.ts";

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

  // Async, so that what is thrown becomes a rejection.
  // eslint-disable-next-line @typescript-eslint/require-await
  load: async (spec, options) => load(spec, options),
};

function describeMissing(
  { folder, size, channels, classes }: ImageFolderSpec,
  options: DatasetOptions,
): string {
  const what = `${channels === 1 ? "grey" : "RGB"} pictures of ${String(size)} × ${String(size)} (PNG or NPY)`;
  const where = classes === null ? "" : `, in ${String(classes)} subfolders that are the classes,`;
  return describeMissingFolder(
    what + where,
    { name: folder, from: "export them yourself: this data set is not fetched" },
    options,
  );
}

interface Images {
  /** Bytes, each image's [size, size, channels]. */
  readonly pieces: readonly Uint8Array[];
  readonly labels: readonly number[];
}

function load(spec: ImageFolderSpec, options: DatasetOptions): Dataset {
  const folder = findFolder(spec.folder, options);
  if (folder === null) throw new LabError("DATA_MISSING", describeMissing(spec, options));
  const { pieces, labels } = readImages(folder, spec);
  const hash = createHash("sha256");
  const length = spec.size ** 2 * spec.channels;
  const samples = new Float32Array(pieces.length * length);
  pieces.forEach((piece, i) => {
    hash.update(piece);
    scaleBytes(piece, samples, i * length);
  });
  return {
    kind: "image-folder",
    sampleShape: [spec.size, spec.size, spec.channels],
    size: pieces.length,
    draws: null,
    digest: hash.update(Uint16Array.from(labels)).digest("hex"),
    samples,
    labels: spec.classes === null ? null : Uint16Array.from(labels),
    classes: spec.classes ?? 0,
    mixture: null,
  };
}

function readImages(folder: string, spec: ImageFolderSpec): Images {
  const groups = spec.classes === null ? [folder] : classFolders(folder, spec.classes);
  const pieces: Uint8Array[] = [];
  const labels: number[] = [];
  const limit = spec.limit ?? Infinity;
  for (const [label, group] of groups.entries())
    for (const name of namesIn(group)) {
      if (pieces.length >= limit) break;
      for (const image of readFile(join(group, name), spec)) {
        if (pieces.length >= limit) break;
        pieces.push(image);
        labels.push(label);
      }
    }
  if (pieces.length === 0)
    throw new LabError("DATA_MISSING", `Expected PNG or NPY files in ${folder}, got none`);
  return { pieces, labels };
}

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
function readFile(path: string, spec: ImageFolderSpec): readonly Uint8Array[] {
  const bytes = new Uint8Array(readFileSync(path));
  return path.toLowerCase().endsWith(".npy")
    ? readNpy(bytes, path, spec)
    : [readPng(bytes, path, spec)];
}

function readNpy(
  bytes: Uint8Array,
  path: string,
  { size, channels }: ImageFolderSpec,
): readonly Uint8Array[] {
  const { shape, data } = parseNpy(bytes, path);
  const [count = 0, height, width, depth = 1] = shape;
  if (height !== size || width !== size || depth !== channels)
    throw wrongSize(path, shape.slice(1).join(" × "), { size, channels });
  const length = size * size * channels;
  return Array.from({ length: count }, (_, i) => data.subarray(i * length, (i + 1) * length));
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
  const image = new Uint8Array(size * size * channels);
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

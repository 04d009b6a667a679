/**
 * MNIST-like data sets: read from the user's folder or the cache, or fetched into the cache once. Bytes v are scaled to
 * v / 127.5 − 1, so black is −1 and white is 1. `limit` keeps the first images of the file.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { DatasetSpec } from "../config/spec.ts";
import { LabError } from "../shared/errors.ts";
import { cacheFolder } from "./cache-folder.ts";
import type { Dataset, HeldOut } from "./dataset.ts";
import type { DatasetDescription, DatasetModule, DatasetOptions } from "./dataset-module.ts";
import { download, md5 } from "./download.ts";
import { countPart, takePart } from "./held-out.ts";
import type { PartName } from "./held-out.ts";
import { decompress, parseIdxImages, parseIdxLabels } from "./idx.ts";
import type { IdxFile, IdxSource, IdxSplitName, SearchFolders } from "./idx-source.ts";
import { foldersOf, locate, urlsOf } from "./idx-source.ts";
import { valuesOf } from "./samples.ts";

export type IdxSpec = Extract<DatasetSpec, { kind: "mnist" | "fashion-mnist" }>;

const SIDE = 28;

/** `load` reads files and never the network; `ensure` fetches what `checkPresent` misses. */
export function createIdxModule(source: IdxSource): DatasetModule<IdxSpec> {
  return {
    kind: source.kind,
    describe: (spec) => describe(source, spec),
    checkPresent: (spec, options) => describeMissing(source, spec, options, []),
    ensure: (spec, options) => ensure(source, spec, options),
    // Async, so that what is thrown becomes a rejection.
    // eslint-disable-next-line @typescript-eslint/require-await
    load: async (spec, options) => load(source, spec, options),
    heldOutSource: (spec) => ({ ...spec, split: "test", limit: null }),
    // eslint-disable-next-line @typescript-eslint/require-await
    loadHeldOut: async (spec, options) => holdOut(source, spec, options),
  };
}

function describe(source: IdxSource, spec: IdxSpec): DatasetDescription {
  const { count } = source.splits[filesOf(spec.split)];
  const all = spec.split === "test-training" ? countPart(count, "training") : count;
  const rows = Math.min(spec.limit ?? Infinity, all);
  return {
    kind: source.kind,
    sampleShape: [SIDE, SIDE, 1],
    classes: source.classes,
    size: rows,
    rows,
    mixture: null,
    ...(spec.split === "test"
      ? {}
      : { heldOutCount: countPart(source.splits.test.count, "reference") }),
  };
}

/** The held-out parts are of the test images, whatever is trained on. */
function holdOut(source: IdxSource, spec: IdxSpec, options: DatasetOptions): HeldOut {
  const { samples, labels } = load(source, { ...spec, split: "test", limit: null }, options);
  if (samples === null || labels === null) throw new Error("Expected images with labels");
  const values = valuesOf(samples, SIDE * SIDE);
  const part = (name: PartName): Float32Array => takePart(values, SIDE * SIDE, name);
  const floorLabels = takePart(labels, 1, "floor");
  return { reference: part("reference"), floor: part("floor"), floorLabels };
}

const filesOf = (split: IdxSpec["split"]): IdxSplitName => (split === "train" ? "train" : "test");

function load(source: IdxSource, spec: IdxSpec, options: DatasetOptions): Dataset {
  const split = source.splits[filesOf(spec.split)];
  const imagesPath = locate(source, split.images, searchFolders(options));
  const labelsPath = locate(source, split.labels, searchFolders(options));
  if (imagesPath === null || labelsPath === null) {
    throw new LabError("DATA_MISSING", describeMissing(source, spec, options, []) ?? "");
  }
  const imageBytes = decompress(readFileSync(imagesPath), imagesPath);
  const labelBytes = decompress(readFileSync(labelsPath), labelsPath);
  const images = parseIdxImages(imageBytes, imagesPath);
  const labels = parseIdxLabels(labelBytes, labelsPath, source.classes);
  if (images.height !== SIDE || images.width !== SIDE) {
    const got = `${String(images.height)} × ${String(images.width)}`;
    throw new LabError(
      "DATA_CORRUPT",
      `Expected the images in \`${imagesPath}\` to be 28 × 28, got ${got}`,
    );
  }
  if (images.count !== labels.length) {
    throw new LabError(
      "DATA_CORRUPT",
      `Expected as many labels as images, got ${String(images.count)} images in \`${imagesPath}\` (${String(imageBytes.length)} bytes) and ${String(labels.length)} labels in \`${labelsPath}\` (${String(labelBytes.length)} bytes)`,
    );
  }
  requireContent(source, split.images, imageBytes, imagesPath);
  requireContent(source, split.labels, labelBytes, labelsPath);
  const isPart = spec.split === "test-training";
  const pixels = isPart ? takePart(images.pixels, SIDE * SIDE, "training") : images.pixels;
  const classes = isPart ? takePart(labels, 1, "training") : labels;
  const count = Math.min(spec.limit ?? Infinity, classes.length);
  return toDataset(source, pixels.subarray(0, count * SIDE * SIDE), classes.slice(0, count));
}

function toDataset(source: IdxSource, pixels: Uint8Array, labels: Uint8Array): Dataset {
  const samples = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) samples[i] = (pixels[i] ?? 0) / 127.5 - 1;
  return {
    kind: source.kind,
    sampleShape: [SIDE, SIDE, 1],
    size: labels.length,
    draws: null,
    digest: createHash("sha256").update(pixels).update(labels).digest("hex"),
    samples,
    labels,
    classes: source.classes,
    mixture: null,
  };
}

function requireContent(source: IdxSource, file: IdxFile, content: Uint8Array, path: string): void {
  const digest = md5(content);
  if (digest === file.contentMd5) return;
  throw new LabError(
    "DATA_CORRUPT",
    `Expected \`${path}\` to be the ${basename(file.name, ".gz")} of ${source.title} (MD5 of the decompressed bytes ${file.contentMd5}), got another or a damaged file (${digest}, ${String(content.length)} bytes)`,
  );
}

async function ensure(source: IdxSource, spec: IdxSpec, options: DatasetOptions): Promise<void> {
  const split = source.splits[filesOf(spec.split)];
  const folders = searchFolders(options);
  for (const file of [split.images, split.labels]) {
    if (locate(source, file, folders) !== null) continue;
    const failures = await download({
      urls: urlsOf(source, file),
      path: join(folders.cache, source.kind, file.name),
      check: (bytes) => checkArchive(file, bytes),
      signal: options.signal,
      onProgress: options.onProgress,
    });
    if (failures !== null) {
      throw new LabError(
        "DATA_MISSING",
        describeMissing(source, spec, options, failures) ?? failures.join("\n"),
      );
    }
  }
}

function checkArchive(file: IdxFile, bytes: Uint8Array): string | null {
  const digest = md5(bytes);
  if (digest === file.archiveMd5) return null;
  let content: string;
  try {
    content = md5(decompress(bytes, file.name));
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
  if (content === file.contentMd5) return null;
  return `Expected MD5 ${file.archiveMd5} (or ${file.contentMd5} decompressed), got ${digest} (${content}), ${String(bytes.length)} bytes`;
}

/** What is missing, what is there, where to put what is missing and the flag that names a folder; null: nothing is missing. */
function describeMissing(
  source: IdxSource,
  spec: IdxSpec,
  options: DatasetOptions,
  failures: readonly string[],
): string | null {
  const folders = searchFolders(options);
  const { train, test } = source.splits;
  const wanted = filesOf(spec.split);
  const split = source.splits[wanted];
  const isMissing = (file: IdxFile): boolean => locate(source, file, folders) === null;
  const missing = [split.images, split.labels].filter(isMissing);
  if (missing.length === 0) return null;
  const present = [train.images, train.labels, test.images, test.labels]
    .map((file) => locate(source, file, folders))
    .filter((path) => path !== null);
  const other = wanted === "train" ? "test" : "train";
  const { images, labels } = source.splits[other];
  const lines = [
    `Expected ${source.title}'s ${wanted === "train" ? "training" : "test"} images to be in a data folder; missing: ${missing.map(({ name }) => name).join(", ")}`,
    `  looked in: ${foldersOf(source, folders).join(", ")}`,
    `  present:   ${present.length === 0 ? "none of its files" : present.join(", ")}`,
  ];
  if (![images, labels].some(isMissing)) {
    lines.push(
      `  the split \`${other}\` is complete: \`dataset.split: ${other}\` would use its ${String(source.splits[other].count)} images${other === "test" ? "; classifier metrics need `test-training`, which leaves some of them to compare with" : ""}`,
    );
  }
  lines.push(...failures.map((failure) => `  tried:     ${failure}`));
  lines.push(
    `  put them into ${join(folders.cache, source.kind)}, or name their folder with --data-dir FOLDER`,
  );
  return lines.join("\n");
}

function searchFolders(options: DatasetOptions): SearchFolders {
  return {
    folder: options.folder ?? null,
    cache: options.cacheFolder ?? cacheFolder(),
  };
}

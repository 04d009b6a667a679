/**
 * CIFAR-10's binary version: records of 3,073 bytes, a label and three planes of 32 × 32 (red, green, blue), in
 * `<data folder>/cifar-10-batches-bin/`. Source: A. Krizhevsky, 2009, https://www.cs.toronto.edu/~kriz/cifar.html.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { DatasetSpec } from "../config/spec.ts";
import { LabError } from "../shared/errors.ts";
import { describeMissingFolder, findFolder } from "./data-folders.ts";
import type { Dataset } from "./dataset.ts";
import type { DatasetDescription, DatasetModule, DatasetOptions } from "./dataset-module.ts";
import { bytesInMemory } from "./samples.ts";

export type Cifar10Spec = Extract<DatasetSpec, { kind: "cifar-10" }>;

const FOLDER = "cifar-10-batches-bin";
const FILES = {
  train: [1, 2, 3, 4, 5].map((number) => `data_batch_${String(number)}.bin`),
  test: ["test_batch.bin"],
} as const;
const COUNTS = { train: 50_000, test: 10_000 } as const;
const SIDE = 32;
const PLANE = SIDE * SIDE;
const RECORD = 1 + 3 * PLANE;
const CLASSES = 10;

export const cifar10: DatasetModule<Cifar10Spec> = {
  kind: "cifar-10",

  describe({ split, limit }): DatasetDescription {
    const rows = Math.min(limit ?? Infinity, COUNTS[split]);
    const sampleShape = [SIDE, SIDE, 3];
    return { kind: "cifar-10", sampleShape, classes: CLASSES, size: rows, rows, mixture: null };
  },

  checkPresent: describeMissing,

  // Async, so that what is thrown becomes a rejection.
  // eslint-disable-next-line @typescript-eslint/require-await
  load: async (spec, options) => load(spec, options),
};

function describeMissing({ split }: Cifar10Spec, options: DatasetOptions): string | null {
  const folder = findFolder(FOLDER, options);
  const missing = FILES[split].filter((name) => folder === null || !existsSync(join(folder, name)));
  if (missing.length === 0) return null;
  return describeMissingFolder(
    `CIFAR-10's binary version (missing: ${missing.join(", ")})`,
    { name: FOLDER, from: "cifar-10-binary.tar.gz of https://www.cs.toronto.edu/~kriz/cifar.html" },
    options,
  );
}

function load(spec: Cifar10Spec, options: DatasetOptions): Dataset {
  const folder = findFolder(FOLDER, options);
  const missing = describeMissing(spec, options);
  if (folder === null || missing !== null) throw new LabError("DATA_MISSING", missing ?? "");
  const parts = FILES[spec.split].map((name) => readRecords(join(folder, name)));
  const records = Buffer.concat(parts);
  const count = Math.min(spec.limit ?? Infinity, records.length / RECORD);
  const pixels = new Uint8Array(count * 3 * PLANE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const start = i * RECORD;
    const label = records[start] ?? CLASSES;
    if (label >= CLASSES)
      throw new LabError(
        "DATA_CORRUPT",
        `Expected labels 0 to 9 in ${folder}, got ${String(label)}`,
      );
    labels[i] = label;
    for (let pixel = 0; pixel < PLANE; pixel++)
      for (let channel = 0; channel < 3; channel++)
        pixels[(i * PLANE + pixel) * 3 + channel] =
          records[start + 1 + channel * PLANE + pixel] ?? 0;
  }
  return {
    kind: "cifar-10",
    sampleShape: [SIDE, SIDE, 3],
    size: count,
    draws: null,
    digest: createHash("sha256")
      .update(records.subarray(0, count * RECORD))
      .digest("hex"),
    samples: bytesInMemory(pixels),
    labels,
    classes: CLASSES,
    mixture: null,
  };
}

function readRecords(path: string): Uint8Array {
  const bytes = readFileSync(path);
  if (bytes.length > 0 && bytes.length % RECORD === 0) return bytes;
  const got = `${String(bytes.length)} bytes`;
  throw new LabError(
    "DATA_CORRUPT",
    `Expected \`${path}\` to be records of ${String(RECORD)} bytes, got ${got}`,
  );
}

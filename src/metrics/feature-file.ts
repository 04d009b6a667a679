/** The file of a user's feature network: below the data folder, or an absolute path. Nothing is opened but the file. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";

import type { FeaturesSpec } from "../config/spec.ts";
import { cacheFolder } from "../data/cache-folder.ts";
import type { DatasetOptions } from "../data/dataset-module.ts";
import { LabError } from "../shared/errors.ts";

type Folders = Pick<DatasetOptions, "folder" | "cacheFolder">;

/** @throws LabError DATA_MISSING where the file is not there, DATA_CORRUPT where its digest is another. */
export function readFeatureFile({ file, sha256 }: FeaturesSpec, folders: Folders): Buffer {
  const places = placesOf(file, folders);
  const path = places.find((place) => existsSync(place));
  if (path === undefined) {
    throw new LabError(
      "DATA_MISSING",
      `Expected the feature network \`${file}\` in the data folder; looked for ${places.join(", ")}. Name its folder with --data-dir FOLDER`,
    );
  }
  const bytes = readFileSync(path);
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (digest === sha256) return bytes;
  throw new LabError(
    "DATA_CORRUPT",
    `Expected the SHA-256 of the feature network \`${path}\` to be ${sha256}, got ${digest}`,
  );
}

function placesOf(
  file: string,
  { folder = null, cacheFolder: cache = cacheFolder() }: Folders,
): readonly string[] {
  if (isAbsolute(file)) return [file];
  return [folder, cache].flatMap((place) => (place === null ? [] : [join(place, file)]));
}

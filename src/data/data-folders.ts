/** Where the files of a data set that is not fetched are looked for, and what is said where they are not there. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { cacheFolder } from "./cache-folder.ts";
import type { DatasetOptions } from "./dataset-module.ts";

/** `<folder>/<name>`, the user's folder first. */
export function dataFolders(name: string, options: DatasetOptions): readonly string[] {
  const cached = join(options.cacheFolder ?? cacheFolder(), name);
  const { folder = null } = options;
  return folder === null ? [cached] : [join(folder, name), cached];
}

/** The first of the folders that is there; null where none is. */
export function findFolder(name: string, options: DatasetOptions): string | null {
  return dataFolders(name, options).find((folder) => existsSync(folder)) ?? null;
}

/** What is missing, where it was looked for, where to put it, and the flag that names the folder. */
export function describeMissingFolder(
  expected: string,
  { name, from }: { readonly name: string; readonly from: string },
  options: DatasetOptions,
): string {
  const folders = dataFolders(name, options);
  return [
    `Expected ${expected} in a folder \`${name}\` of the data folder`,
    `  looked in: ${folders.join(", ")}`,
    `  get it:    ${from}`,
    `  put it into ${folders.at(-1) ?? name}, or name the folder around \`${name}\` with --data-dir FOLDER`,
  ].join("\n");
}

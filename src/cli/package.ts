/** This package's own folder and package.json. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { isObject } from "../runs/narrow.ts";

/** Sources and bundles both lie two folders below the package. */
export const PACKAGE_FOLDER = dirname(dirname(import.meta.dirname));

/** The built child process: it lies beside the running bundle. */
export const WORKER_PATH = join(import.meta.dirname, "worker.js");

export interface PackageDocument {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

export function packageDocument(): PackageDocument {
  const value: unknown = JSON.parse(readFileSync(join(PACKAGE_FOLDER, "package.json"), "utf8"));
  if (!isObject(value)) throw new Error("Expected package.json to hold an object");
  const { name, version, dependencies } = value;
  const entries = Object.entries(isObject(dependencies) ? dependencies : {});
  return {
    name: String(name),
    version: String(version),
    dependencies: Object.fromEntries(entries.map(([key, range]) => [key, String(range)])),
  };
}

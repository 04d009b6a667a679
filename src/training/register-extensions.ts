/**
 * Makes the kinds of extension files known: each file exports exactly one of `layer`, `objective`, `dataset`,
 * `optimizer`, `metric`, with the members our own modules of that family have. Worker and parent both call this; it loads
 * no tensor library, because a module is given one when it is used.
 */
import { pathToFileURL } from "node:url";

import { EXTENSION_FAMILIES } from "../config/experiment.ts";
import type { ExtensionFamily } from "../config/experiment.ts";
import { registerDataset } from "../data/registry.ts";
import { registerLayer } from "../gan/layers/registry.ts";
import { registerObjective } from "../gan/objectives/registry.ts";
import { registerOptimizer } from "../gan/optimizers/registry.ts";
import { registerMetric } from "../metrics/registry.ts";
import { LabError } from "../shared/errors.ts";

/** Absolute paths. @throws LabError CONFIG where a file cannot be loaded or is no extension. */
export async function registerExtensions(paths: readonly string[]): Promise<void> {
  for (const path of paths) registerExports(await load(path), path);
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return { ...((await import(pathToFileURL(path).href)) as object) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError("CONFIG", `cannot load extension ${path}: ${reason}`, { cause: error });
  }
}

/** Registers under `extension:<kind>`; again and again does no harm. */
const REGISTER: Readonly<Record<ExtensionFamily, (module: never) => void>> = {
  layer: registerLayer,
  objective: registerObjective,
  dataset: registerDataset,
  optimizer: registerOptimizer,
  metric: registerMetric,
};

function registerExports(exports: Readonly<Record<string, unknown>>, path: string): void {
  const families = EXTENSION_FAMILIES.filter((family) => family in exports);
  const [family, ...others] = families;
  if (family === undefined || others.length > 0) {
    const found = families.length === 0 ? "none" : families.join(" and ");
    const wanted = EXTENSION_FAMILIES.join(", ");
    throw new LabError("CONFIG", `Expected ${path} to export one of ${wanted}, got ${found}`);
  }
  // Of the family's type: config/ has checked its members when the experiment was loaded.
  REGISTER[family](exports[family] as never);
}

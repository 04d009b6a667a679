/** The kinds of data set, and the functions the rest of the program calls: nothing else branches on a kind. */
import type { DatasetSpec } from "../config/spec.ts";
import { cifar10 } from "./cifar-10.ts";
import type { Dataset, HeldOut } from "./dataset.ts";
import type { DatasetDescription, DatasetModule, DatasetOptions } from "./dataset-module.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { hwdb } from "./hwdb.ts";
import { imageFolder } from "./image-folder.ts";
import { mixture } from "./mixture.ts";
import { mnist } from "./mnist.ts";
import { stackedDigits } from "./stacked-digits.ts";
import { syntheticDigits } from "./synthetic-digits.ts";

const OUR_MODULES: readonly DatasetModule[] = [
  syntheticDigits,
  mixture,
  mnist,
  fashionMnist,
  imageFolder,
  cifar10,
  hwdb,
  stackedDigits,
];

/** Every kind by name; extensions as `extension:<kind>`. */
export const DATASETS = new Map<string, DatasetModule>(
  OUR_MODULES.map((module) => [module.kind, module]),
);

/** Adds an extension's kind. Its functions are given the keys its schema describes (the spec's `options`). */
export function registerDataset<Options extends Readonly<Record<string, unknown>>>(
  module: DatasetModule<Options>,
): void {
  DATASETS.set(`extension:${module.kind}`, {
    kind: module.kind,
    describe: (spec) => module.describe(optionsOf(spec) as Options),
    load: (spec, options) => module.load(optionsOf(spec) as Options, options),
    checkPresent: (spec, options) =>
      module.checkPresent?.(optionsOf(spec) as Options, options) ?? null,
    ensure: async (spec, options) => module.ensure?.(optionsOf(spec) as Options, options),
  });
}

/** Shape, classes and counts of a data set, without loading it. */
export function describeDataset(spec: DatasetSpec): DatasetDescription {
  return moduleOf(spec).describe(spec);
}

/** @throws LabError DATA_MISSING or DATA_CORRUPT. */
export async function loadDataset(
  spec: DatasetSpec,
  options: DatasetOptions = {},
): Promise<Dataset> {
  return moduleOf(spec).load(spec, options);
}

/** Why the data set cannot be loaded here for want of files, or null. Never touches the network. */
export function checkDataPresent(spec: DatasetSpec, options: DatasetOptions = {}): string | null {
  return moduleOf(spec).checkPresent?.(spec, options) ?? null;
}

/** The data set whose files hold what `loadHeldOut` loads; null: nothing is held out. */
export function heldOutSource(spec: DatasetSpec): DatasetSpec | null {
  const module = moduleOf(spec);
  if (module.describe(spec).heldOutCount === undefined) return null;
  return module.heldOutSource?.(spec) ?? null;
}

/** @throws LabError DATA_MISSING or DATA_CORRUPT. */
export async function loadHeldOut(
  spec: DatasetSpec,
  options: DatasetOptions = {},
): Promise<HeldOut | null> {
  if (heldOutSource(spec) === null) return null;
  return (await moduleOf(spec).loadHeldOut?.(spec, options)) ?? null;
}

/** Downloads what is missing, once, with progress. @throws LabError DATA_MISSING or DATA_CORRUPT. */
export async function ensureData(spec: DatasetSpec, options: DatasetOptions = {}): Promise<void> {
  await moduleOf(spec).ensure?.(spec, options);
}

function moduleOf(spec: DatasetSpec): DatasetModule {
  const module = DATASETS.get(spec.kind);
  if (module === undefined) {
    const known = [...DATASETS.keys()].join(", ");
    throw new Error(`Expected data set kind to be one of ${known}, got \`${spec.kind}\``);
  }
  return module;
}

// Of the type the module expects: the extension's own JSON Schema has validated the options before a spec was made.
function optionsOf(spec: DatasetSpec): Readonly<Record<string, unknown>> {
  if (!("options" in spec)) throw new Error(`Expected an extension, got \`${spec.kind}\``);
  return spec.options;
}

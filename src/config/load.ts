/** The one way in: an experiment file → an Experiment, or all mistakes that can be found in it. */
import { resolve } from "node:path";

import { LabError } from "../shared/errors.ts";
import { createCatalog } from "./catalog.ts";
import type { Catalog, Extension } from "./catalog.ts";
import { checkClaims, resolveClaims } from "./claims.ts";
import { checkSweep } from "./check-sweep.ts";
import { applySettings, parseSettings } from "./command-line.ts";
import { createCells } from "./create-cells.ts";
import type { Cells } from "./create-cells.ts";
import type { Experiment } from "./experiment.ts";
import { explainErrors } from "./explain-errors.ts";
import { freezeDeep } from "./freeze.ts";
import { ConfigError } from "./issue.ts";
import type { Issue } from "./issue.ts";
import { loadExtensions } from "./load-extensions.ts";
import { locateIn, toPlain } from "./located.ts";
import type { Located } from "./located.ts";
import { isFile, nearestFile, readFiles } from "./read-files.ts";
import { toIssue } from "./mistake.ts";
import type { FilledExperimentFile } from "./schema-types.ts";
import { displayPath } from "./source.ts";
import { tagsOf } from "./resolve-times.ts";
import { fillDefaults, isPlain } from "./walk-schema.ts";

export interface LoadOptions {
  /** `key=value` as typed after `--set`: put over the file's values, validated alike. */
  readonly set?: readonly string[];
}

/**
 * Loads an experiment with all it extends and the modules that extend it.
 *
 * @throws ConfigError with every mistake in it, in the order of the file
 * @throws LabError CONFIG where there is no such file
 */
export async function loadExperiment(path: string, options: LoadOptions = {}): Promise<Experiment> {
  const file = resolve(path);
  if (!isFile(file)) throw noFile(file);
  const { settings, issues: misread } = parseSettings(options.set ?? []);
  const { root, files, issues: unread } = readFiles(file);
  if (root === null) throw configError([...unread, ...misread]);
  const { extensions, issues: unloaded } = await loadExtensions(root, file);
  const catalog = createCatalog(extensions);
  const { root: whole, issues: unset } = applySettings(root, settings, catalog);
  const plain = toPlain(whole);
  const checked = checkFile(whole, isPlain(plain) ? plain : {}, catalog);
  const issues = [...unread, ...misread, ...unloaded, ...unset, ...checked.issues];
  if (issues.length > 0 || checked.value === null)
    throw configError(withoutUnloadedKinds(issues, unloaded));
  const { name, question, seeds, expect, outcomes = null } = checked.value;
  const lastEvaluations = checked.cells.read("evaluation.lastEvaluations");
  return {
    name,
    question,
    seeds: freezeDeep(seeds),
    file,
    files: [...new Set([...files, ...extensions.map(filePath)])],
    extensions: extensions.map((extension) => extension.file),
    blocks: checked.blocks,
    claims: freezeDeep(resolveClaims(expect)),
    outcomes: freezeDeep(outcomes),
    lastEvaluations: typeof lastEvaluations === "number" ? lastEvaluations : 1,
    tagsOf: ({ evaluation }) => evaluation.metrics.flatMap(({ kind }) => tagsOf(kind, catalog)),
    ...checked.cells,
  };
}

const filePath = (extension: Extension): string => extension.file.path;

interface CheckedFile {
  readonly value: FilledExperimentFile | null;
  readonly cells: Cells;
  readonly blocks: Experiment["blocks"];
  readonly issues: readonly Issue[];
}

function checkFile(
  root: Located,
  plain: Readonly<Record<string, unknown>>,
  catalog: Catalog,
): CheckedFile {
  const { validators, schemas } = catalog;
  const filled = fillDefaults(plain, catalog.root, schemas);
  const { value, errors } = validators.file(filled);
  const keys = explainErrors(errors, [], catalog).map((mistake) =>
    toIssue(mistake, locateIn(root, mistake.path, mistake.part)),
  );
  const cells = createCells(root, plain, catalog);
  const base = cells.resolve([]);
  const sweep = checkSweep(plain["sweep"], root, catalog, base.ok ? cells : null);
  const seeds = value === null ? [] : checkSeeds(value, root);
  const claims = value === null ? [] : checkClaims(value, root, catalog);
  const issues = [...keys, ...(base.ok ? [] : base.issues), ...sweep.issues, ...seeds, ...claims];
  return { value, cells, blocks: sweep.blocks, issues };
}

const LARGEST_SEED = 2 ** 32 - 1;

function checkSeeds({ seeds }: FilledExperimentFile, root: Located): readonly Issue[] {
  const last = seeds.first + seeds.count - 1;
  if (last <= LARGEST_SEED) return [];
  const path = ["seeds", "first"];
  const text = `expected seeds up to ${String(LARGEST_SEED)}, got ${String(last)} as the last of ${String(seeds.count)}`;
  return [toIssue({ code: "conflict", path, part: "value", text }, locateIn(root, path))];
}

/** While an extension does not load, its kind is unknown: that is no mistake of its own. */
function withoutUnloadedKinds(
  issues: readonly Issue[],
  unloaded: readonly Issue[],
): readonly Issue[] {
  if (unloaded.length === 0) return issues;
  return issues.filter(({ code }) => code !== "unknown-name");
}

/** In the order of the files and their lines; each mistake once. */
function configError(issues: readonly Issue[]): ConfigError {
  const files = [...new Set(issues.map(({ position }) => position.file))];
  const known = new Set<string>();
  // A value that is merged or named into several places is one mistake.
  const once = issues.filter(({ position: { file, line, column }, message, path }) => {
    const key = [file, line, column, message.slice(path.length)].join("\0");
    return !known.has(key) && known.add(key);
  });
  return new ConfigError(
    once.toSorted(
      ({ position: one }, { position: other }) =>
        files.indexOf(one.file) - files.indexOf(other.file) ||
        one.line - other.line ||
        one.column - other.column,
    ),
  );
}

function noFile(file: string): LabError {
  const hint = nearestFile(file);
  const name = displayPath(file);
  return new LabError(
    "CONFIG",
    `Expected an experiment file, got \`${name}\`, which is not there${hint === null ? "" : `: ${hint}`}`,
  );
}

/** Files of `kind: analysis`: the same YAML, `extends`, `--set` and messages as trainings, and a schema of their own. */
import { resolve } from "node:path";

import type {
  FilledAnalysis,
  FilledAnalysisFile,
  FilledBoundaryFakes,
  FilledGaussianDivergences,
  FilledGeneratorCriterion,
  FilledLabelScheme,
  FilledLabelSchemeName,
  FilledLossCurves,
} from "./analysis-types.ts";
import { createCatalog } from "./catalog.ts";
import type { Catalog } from "./catalog.ts";
import { createTreeChecker } from "./check-tree.ts";
import { applySettings, parseSettings } from "./command-line.ts";
import { explainErrors } from "./explain-errors.ts";
import { freezeDeep } from "./freeze.ts";
import { ConfigError } from "./issue.ts";
import type { Issue } from "./issue.ts";
import { LABEL_SCHEMES } from "./label-schemes.ts";
import { locateIn, toPlain } from "./located.ts";
import type { Located } from "./located.ts";
import { toIssue } from "./mistake.ts";
import type { Mistake } from "./mistake.ts";
import { isFile, readFiles } from "./read-files.ts";
import type { LabelScheme } from "./spec.ts";
import { fillDefaults } from "./walk-schema.ts";

/** What an analysis computes: every key there, label schemes spelt out. */
export type AnalysisSpec =
  | WithSchemes<FilledGeneratorCriterion>
  | WithSchemes<FilledGaussianDivergences>
  | FilledLossCurves
  | (Omit<FilledBoundaryFakes, "labels"> & { readonly labels: LabelScheme });

type WithSchemes<T> = Omit<T, "schemes"> & { readonly schemes: readonly LabelScheme[] };

export interface Analysis {
  readonly name: string;
  readonly question: string | null;
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute paths of every file read. */
  readonly files: readonly string[];
  readonly spec: AnalysisSpec;
}

/**
 * The analysis in a file; null where the file is none (a training, or not there, or not YAML), which is `loadExperiment`'s
 * matter.
 *
 * @throws ConfigError with every mistake in an analysis, in the order of the file
 */
export function findAnalysis(path: string, set: readonly string[] = []): Analysis | null {
  const file = resolve(path);
  if (!isFile(file)) return null;
  const { root, files, issues: unread } = readFiles(file);
  if (root === null || !isAnalysis(root)) return null;
  const catalog = analysisCatalog();
  const { settings, issues: misread } = parseSettings(set);
  const { root: whole, issues: unset } = applySettings(root, settings, catalog);
  const { value, issues } = check(whole, catalog);
  const all = [...unread, ...misread, ...unset, ...issues];
  if (all.length > 0 || value === null) throw new ConfigError(all);
  const { name, question, analysis } = value;
  return freezeDeep({ name, question, file, files, spec: spellOut(analysis) });
}

function isAnalysis(root: Located): boolean {
  if (root.type !== "map") return false;
  const kind = root.entries.get("kind")?.value;
  return kind?.type === "scalar" && kind.value === "analysis";
}

function analysisCatalog(): Catalog {
  const catalog = createCatalog([]);
  const document = catalog.schemas.get("analysis.schema.json") ?? {};
  return { ...catalog, root: { schema: document, document } };
}

function check(
  root: Located,
  catalog: Catalog,
): { readonly value: FilledAnalysisFile | null; readonly issues: readonly Issue[] } {
  const filled = fillDefaults(toPlain(root), catalog.root, catalog.schemas);
  const errors = createTreeChecker(catalog.schemas).check(filled, catalog.root);
  // The schema says what the type is: the types are made from it.
  const isRight = (value: unknown): value is FilledAnalysisFile =>
    value === filled && errors.length === 0;
  const value = isRight(filled) ? filled : null;
  const mistakes = [
    ...explainErrors(errors, [], catalog),
    ...(value === null ? [] : findConflicts(value.analysis)),
  ];
  const issues = mistakes.map((mistake) =>
    toIssue(mistake, locateIn(root, mistake.path, mistake.part)),
  );
  return { value, issues };
}

/** What the schema cannot say: labels that differ, ranges that have a width, centres that are apart. */
function findConflicts(analysis: FilledAnalysis): readonly Mistake[] {
  switch (analysis.kind) {
    case "generator-criterion":
    case "gaussian-divergences":
      return analysis.schemes.flatMap((labels, i) =>
        sameLabels(labels, ["analysis", "schemes", i]),
      );
    case "loss-curves":
      return (["crossEntropy", "leastSquares"] as const).flatMap((key) =>
        analysis[key].from < analysis[key].to
          ? []
          : [conflict(["analysis", key, "to"], "expected a right end above `from`")],
      );
    case "boundary-fakes": {
      const { realMean, fakeMean, labels } = analysis;
      const isOnePoint = realMean.x === fakeMean.x && realMean.y === fakeMean.y;
      const text = "expected another centre than that of the real samples";
      return [
        ...sameLabels(labels, ["analysis", "labels"]),
        ...(isOnePoint ? [conflict(["analysis", "fakeMean"], text)] : []),
      ];
    }
  }
}

function sameLabels(
  labels: FilledLabelSchemeName | FilledLabelScheme,
  path: Mistake["path"],
): readonly Mistake[] {
  const { a, b } = schemeOf(labels);
  return a === b ? [conflict(path, "expected a and b to differ, got the same number twice")] : [];
}

const conflict = (path: Mistake["path"], text: string): Mistake => ({
  code: "conflict",
  path,
  part: "value",
  text,
});

const schemeOf = (labels: FilledLabelSchemeName | FilledLabelScheme): LabelScheme =>
  typeof labels === "string" ? LABEL_SCHEMES[labels] : labels;

function spellOut(analysis: FilledAnalysis): AnalysisSpec {
  switch (analysis.kind) {
    case "generator-criterion":
    case "gaussian-divergences":
      return { ...analysis, schemes: analysis.schemes.map(schemeOf) };
    case "boundary-fakes":
      return { ...analysis, labels: schemeOf(analysis.labels) };
    case "loss-curves":
      return analysis;
  }
}

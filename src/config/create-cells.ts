/** A loaded and checked file → the Experiment that everything behind config/ asks. */
import type { Catalog } from "./catalog.ts";
import { checkCell } from "./check-cell.ts";
import type { Sections } from "./validators.ts";
import type { Experiment, Override, Resolution } from "./experiment.ts";
import type { Issue, Position } from "./issue.ts";
import { locateIn, nodeAt } from "./located.ts";
import type { Located, Segment } from "./located.ts";
import { toIssue } from "./mistake.ts";
import type { Mistake } from "./mistake.ts";
import { createCellResolver } from "./resolve-cell.ts";
import { isSection, SectionStore } from "./sections.ts";
import { fillDefaults, isPlain } from "./walk-schema.ts";
import type { Plain } from "./walk-schema.ts";

export type Cells = Pick<Experiment, "resolve" | "read" | "locate" | "locatePlace">;

/** `plain`: the file's values as written. `root`: the same, each with its place. */
export function createCells(root: Located, plain: Plain, catalog: Catalog): Cells {
  const filled = fillDefaults(plain, catalog.root, catalog.schemas);
  const stores = createStores(plain, catalog);
  const resolveParts = createCellResolver(catalog);
  const locateAll = (mistakes: readonly Mistake[], overrides: readonly Override[]): Issue[] =>
    mistakes.map((mistake) => toIssue(mistake, locateMistake(mistake, overrides, root)));

  return {
    resolve(overrides): Resolution {
      const ordered = wholeFirst(overrides);
      const { sections, mistakes } = stores(ordered);
      const found = checkCell(sections, catalog);
      const wrong = [...strayOverrides(ordered), ...mistakes, ...found.mistakes];
      const resolved = wrong.length === 0 ? resolveParts(sections) : null;
      if (resolved === null) return { ok: false, issues: locateAll(wrong, ordered) };
      return { ok: true, ...resolved, warnings: locateAll(found.warnings, ordered) };
    },
    read(path, overrides = []) {
      const [first = "", ...rest] = path.split(".");
      const { sections } = isSection(first) ? stores(wholeFirst(overrides)) : { sections: filled };
      return valueIn(sections, [first, ...rest]);
    },
    locate: (path, overrides = []) => locateMistake(mistakeAt(path), wholeFirst(overrides), root),
    locatePlace: (place) => locateIn(root, place),
  };
}

/** Every section under the overrides that touch it. */
function createStores(
  plain: Plain,
  catalog: Catalog,
): (overrides: readonly Override[]) => {
  readonly sections: Sections;
  readonly mistakes: Mistake[];
} {
  const dataset = new SectionStore("dataset", plain, catalog);
  const latent = new SectionStore("latent", plain, catalog);
  const generator = new SectionStore("generator", plain, catalog);
  const discriminator = new SectionStore("discriminator", plain, catalog);
  const objective = new SectionStore("objective", plain, catalog);
  const optimizer = new SectionStore("optimizer", plain, catalog);
  const training = new SectionStore("training", plain, catalog);
  const evaluation = new SectionStore("evaluation", plain, catalog);
  const engine = new SectionStore("engine", plain, catalog);
  const logging = new SectionStore("logging", plain, catalog);
  const snapshots = new SectionStore("snapshots", plain, catalog);
  return (overrides) => {
    const by = groupBySection(overrides);
    const found = {
      dataset: dataset.get(by("dataset")),
      latent: latent.get(by("latent")),
      generator: generator.get(by("generator")),
      discriminator: discriminator.get(by("discriminator")),
      objective: objective.get(by("objective")),
      optimizer: optimizer.get(by("optimizer")),
      training: training.get(by("training")),
      evaluation: evaluation.get(by("evaluation")),
      engine: engine.get(by("engine")),
      logging: logging.get(by("logging")),
      snapshots: snapshots.get(by("snapshots")),
    };
    const sections = {
      dataset: found.dataset.value,
      latent: found.latent.value,
      generator: found.generator.value,
      discriminator: found.discriminator.value,
      objective: found.objective.value,
      optimizer: found.optimizer.value,
      training: found.training.value,
      evaluation: found.evaluation.value,
      engine: found.engine.value,
      logging: found.logging.value,
      snapshots: found.snapshots.value,
    };
    return { sections, mistakes: Object.values(found).flatMap(({ mistakes }) => mistakes) };
  };
}

const NONE: readonly Override[] = [];

function groupBySection(overrides: readonly Override[]): (name: string) => readonly Override[] {
  const groups = new Map<string, Override[]>();
  for (const override of overrides) {
    const name = override.path.split(".", 1)[0] ?? "";
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [override]);
    else group.push(override);
  }
  return (name) => groups.get(name) ?? NONE;
}

/** Whole values before their parts; otherwise as they come. */
function wholeFirst(overrides: readonly Override[]): readonly Override[] {
  if (overrides.length < 2) return overrides;
  const depth = ({ path }: Override): number => path.split(".").length;
  return overrides.toSorted((one, other) => depth(one) - depth(other));
}

function strayOverrides(overrides: readonly Override[]): readonly Mistake[] {
  return overrides
    .filter(({ path }) => !isSection(path.split(".", 1)[0]))
    .map(({ path }) => ({
      code: "sweep",
      path: path.split("."),
      part: "value",
      text: `expected a setting of a run, got \`${path}\``,
    }));
}

function valueIn(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      (isPlain(inner) || Array.isArray(inner)) && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}

const mistakeAt = (path: string): Mistake => ({
  code: "conflict",
  path: path.split("."),
  part: "value",
  text: "",
});

/**
 * Where a mistake is to be mended: at the override that gave its value or a value it hangs on, else where the file has
 * it. In a section that is right without overrides, the last override in it is to blame.
 */
export function locateMistake(
  mistake: Mistake,
  overrides: readonly Override[],
  root: Located,
): Position {
  const paths = [mistake.path, ...(mistake.related ?? [])];
  for (const path of paths) {
    const giver = overrides.findLast((override) => isWithin(path, override));
    if (giver !== undefined) return positionOfOverride(giver, path, mistake.part, root);
  }
  const changed = paths.map((path) => overrides.findLast((override) => touches(override, path)));
  const last = changed.find((override) => override !== undefined);
  if (last !== undefined) return positionOfOverride(last, [], "value", root);
  const written = paths.find((path) => nodeAt(root, path) !== null) ?? mistake.path;
  return locateIn(root, written, mistake.part);
}

/** Whether the override gives the value at the path. */
function isWithin(path: readonly Segment[], override: Override): boolean {
  const own = override.path.split(".");
  return own.length <= path.length && own.every((segment, i) => segment === String(path[i]));
}

/** Whether the override changes something in the section of the path. */
const touches = (override: Override, path: readonly Segment[]): boolean =>
  override.path.split(".", 1)[0] === path[0];

function positionOfOverride(
  { path, place, position }: Override,
  mistake: readonly Segment[],
  part: "key" | "value",
  root: Located,
): Position {
  if (place === undefined) return position ?? locateIn(root, path.split("."));
  const rest = mistake.slice(path.split(".").length);
  return locateIn(root, [...place, ...rest], rest.length === 0 ? "value" : part);
}

/** The blocks of a sweep: their form, that every axis and condition names a key, and that every single value is right. */
import type { Catalog } from "./catalog.ts";
import type { Cells } from "./create-cells.ts";
import { checkCondition, checkParameter, flattenEntry } from "./check-sweep-values.ts";
import { explainErrors } from "./explain-errors.ts";
import { explainNoKey } from "./explain-paths.ts";
import type { Override, Place, SweepBlock } from "./experiment.ts";
import { freezeDeep } from "./freeze.ts";
import type { Issue } from "./issue.ts";
import { locateIn } from "./located.ts";
import type { Located } from "./located.ts";
import { toIssue } from "./mistake.ts";
import type { Mistake } from "./mistake.ts";
import { isSection } from "./sections.ts";
import { fillDefaults, schemasAt } from "./walk-schema.ts";

export interface CheckedSweep {
  readonly blocks: readonly SweepBlock[];
  readonly issues: readonly Issue[];
}

/** `cells`: null where the experiment itself is wrong, so that no value of an axis can be tried in it. */
export function checkSweep(
  written: unknown,
  root: Located,
  catalog: Catalog,
  cells: Cells | null,
): CheckedSweep {
  const issues: Issue[] = [];
  const blocks = (Array.isArray(written) ? written : []).flatMap((item: unknown, i) => {
    const place = ["sweep", i];
    const { schemas, root: schema, validators } = catalog;
    const [node] = schemasAt(schema, ["sweep", String(i)], schemas);
    const filled = node === undefined ? item : fillDefaults(item, node, schemas);
    const { value, errors } = validators.block(filled);
    if (value === null) {
      const mistakes = explainErrors(errors, place, catalog);
      issues.push(
        ...mistakes.map((mistake) => toIssue(mistake, locateIn(root, mistake.path, mistake.part))),
      );
      return [];
    }
    issues.push(...checkBlock(value, place, root, catalog, cells));
    return [freezeDeep(value)];
  });
  return { blocks, issues };
}

function checkBlock(
  block: SweepBlock,
  place: Place,
  root: Located,
  catalog: Catalog,
  cells: Cells | null,
): readonly Issue[] {
  const axes = axesOf(block, place);
  const report = (mistake: Mistake, at: Place): Issue =>
    toIssue(mistake, locateIn(root, at, mistake.part));
  const unknown = axes.flatMap(({ path, place: at }) => {
    const mistake = checkAxis(path, catalog);
    return mistake === null ? [] : [report(mistake, at)];
  });
  const good = axes.filter(({ path }) => checkAxis(path, catalog) === null);
  return [
    ...unknown,
    ...checkZip(block, place).map(({ mistake, at }) => report(mistake, at)),
    ...checkTwice(axes).map(({ mistake, at }) => report(mistake, at)),
    ...(cells === null ? [] : good.flatMap((axis) => tryValues(axis, cells))),
    ...Object.entries(block.random?.parameters ?? {}).flatMap(([path, range]) =>
      checkParameter(path, range, [...place, "random", "parameters", path], catalog).map(
        ({ mistake, at }) => report(mistake, at),
      ),
    ),
    ...conditionsOf(block, place).flatMap(({ condition, at }) =>
      checkCondition(condition, at, catalog).map((found) => report(found.mistake, found.at)),
    ),
  ];
}

interface Axis {
  readonly form: string;
  readonly path: string;
  /** Of the axis's key. */
  readonly place: Place;
  /** Overrides that are tried together: one for a value of an axis. */
  readonly trials: readonly (readonly Override[])[];
}

function axesOf(block: SweepBlock, place: Place): readonly Axis[] {
  const lists = (["grid", "zip", "ablate"] as const).flatMap((form) =>
    Object.entries(block[form] ?? {}).map(([path, values]) => {
      const at = [...place, form, path];
      const trials = values.map((value, i) => [{ path, value, place: [...at, i] }]);
      return { form, path, place: at, trials };
    }),
  );
  const entries = (block.list ?? []).flatMap((entry, i) => {
    const overrides = flattenEntry(entry, [...place, "list", i]);
    return overrides.map((override, j) => ({
      form: `list ${String(i)}`,
      path: override.path,
      place: override.place ?? place,
      trials: j === 0 ? [overrides] : [],
    }));
  });
  const drawn = Object.entries(block.random?.parameters ?? {}).map(([path, range]) => {
    const at = [...place, "random", "parameters", path];
    const trials =
      range.kind === "choice"
        ? range.values.map((value, i) => [{ path, value, place: [...at, "values", i] }])
        : (["minimum", "maximum"] as const).map((end) => [
            { path, value: range[end], place: [...at, end] },
          ]);
    return { form: "random", path, place: at, trials };
  });
  return [...lists, ...entries, ...drawn];
}

/** Settings that change what is watched and not what is trained: two cells that differ in them only are one run. */
const NO_AXES = ["engine", "logging", "snapshots"];

function checkAxis(path: string, catalog: Catalog): Mistake | null {
  const segments = path.split(".");
  const [first = ""] = segments;
  const refuse = (text: string, hint: string): Mistake => ({
    code: "sweep",
    path: segments,
    part: "key",
    text,
    hint,
  });
  if (first === "seeds")
    return refuse(
      "expected a setting to compare, got the seeds, which are replicates and never an axis",
      "say how many with `seeds: { count: 8 }` at the top of the file",
    );
  if (NO_AXES.includes(first))
    return refuse(
      `expected a setting that changes a run's numbers, got \`${first}\`, which does not`,
      `set \`${first}\` for the whole experiment, at the top of the file`,
    );
  if (schemasAt(catalog.root, segments, catalog.schemas).length === 0)
    return explainNoKey(segments, catalog);
  if (isSection(first)) return null;
  return refuse(
    `expected a setting of a run, got \`${first}\`, which belongs to the whole experiment`,
    "compare settings of dataset, latent, generator, discriminator, objective, optimizer, training or evaluation",
  );
}

/** Mistakes of the value itself; those that come of the cell it is tried in are the plan's to find. */
function tryValues({ trials }: Axis, cells: Cells): readonly Issue[] {
  return trials.flatMap((overrides) => {
    const resolution = cells.resolve(overrides);
    if (resolution.ok) return [];
    return resolution.issues.filter(
      ({ path, code }) =>
        overrides.length > 1 ||
        (code !== "conflict" &&
          overrides.some((own) => path === own.path || path.startsWith(`${own.path}.`)) &&
          !(code === "unknown-key" && overrides.some((own) => path === own.path))),
    );
  });
}

interface Found {
  readonly mistake: Mistake;
  readonly at: Place;
}

function checkZip({ zip = {} }: SweepBlock, place: Place): readonly Found[] {
  const [first, ...others] = Object.entries(zip);
  if (first === undefined) return [];
  const [name, { length }] = first;
  return others
    .filter(([, values]) => values.length !== length)
    .map(([path, values]) => ({
      at: [...place, "zip", path],
      mistake: {
        code: "sweep",
        path: path.split("."),
        part: "key",
        text: `expected as many values as \`${name}\` has (${String(length)}), got ${String(values.length)}`,
        hint: "zip takes the first values together, the second values together, and so on",
      },
    }));
}

function checkTwice(axes: readonly Axis[]): readonly Found[] {
  return axes.flatMap(({ path, form, place: at }, i) => {
    const first = axes.slice(0, i).find((axis) => axis.path === path && axis.form !== form);
    if (first === undefined || (first.form.startsWith("list") && form.startsWith("list")))
      return [];
    const text = `expected each key in one form of a block, got it in ${first.form.split(" ")[0] ?? ""} and in ${form}`;
    const hint = "forms of one block multiply; write two blocks to have both";
    return [{ at, mistake: { code: "sweep", path: path.split("."), part: "key", text, hint } }];
  });
}

function conditionsOf(
  { when, exclude = [], require: required = [] }: SweepBlock,
  place: Place,
): readonly { readonly condition: Readonly<Record<string, unknown>>; readonly at: Place }[] {
  return [
    ...(when === undefined ? [] : [{ condition: when, at: [...place, "when"] }]),
    ...exclude.map((condition, i) => ({ condition, at: [...place, "exclude", i] })),
    ...required.map((condition, i) => ({ condition, at: [...place, "require", i] })),
  ];
}

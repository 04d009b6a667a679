/** The blocks of a sweep: their form, that every axis and condition names a key, and that every single value is right. */
import { axesOf } from "./axes.ts";
import type { Axis } from "./axes.ts";
import type { Catalog } from "./catalog.ts";
import { checkAxis } from "./check-axis.ts";
import { checkCondition, checkParameter } from "./check-sweep-values.ts";
import type { Found } from "./check-sweep-values.ts";
import type { Cells } from "./create-cells.ts";
import { explainErrors } from "./explain-errors.ts";
import type { Place, SweepBlock } from "./experiment.ts";
import { freezeDeep } from "./freeze.ts";
import type { Issue } from "./issue.ts";
import { locateIn } from "./located.ts";
import type { Located } from "./located.ts";
import { toIssue } from "./mistake.ts";
import { tryAxes } from "./try-axes.ts";
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
  const read = (Array.isArray(written) ? written : []).map((item: unknown, i) =>
    readBlock(item, ["sweep", i], catalog),
  );
  const good = read.flatMap(({ block, place }) => {
    if (block === null) return [];
    const axes = axesOf(block, place);
    return [{ block, place, axes, mistakes: checkBlock(block, place, axes, catalog) }];
  });
  const found = [...read, ...good].flatMap(({ mistakes }) => mistakes);
  const wrong = new Set(found.map(({ mistake }) => mistake.path.join(".")));
  return {
    blocks: freezeDeep(good.map(({ block }) => block)),
    issues: [
      ...found.map(({ mistake, at }) => toIssue(mistake, locateIn(root, at, mistake.part))),
      ...(cells === null ? [] : tryAxes(good, wrong, cells)),
    ],
  };
}

interface ReadBlock {
  readonly place: Place;
  readonly block: SweepBlock | null;
  readonly mistakes: readonly Found[];
}

function readBlock(item: unknown, place: Place, { root, schemas, ...catalog }: Catalog): ReadBlock {
  const [node] = schemasAt(root, place.map(String), schemas);
  const filled = node === undefined ? item : fillDefaults(item, node, schemas);
  const { value: block, errors } = catalog.validators.block(filled);
  const mistakes = explainErrors(errors, place, { root, schemas });
  return { place, block, mistakes: mistakes.map((mistake) => ({ mistake, at: mistake.path })) };
}

function checkBlock(
  block: SweepBlock,
  place: Place,
  axes: readonly Axis[],
  catalog: Catalog,
): readonly Found[] {
  return [
    ...axes.flatMap(({ path, form, place: at }) => {
      const mistake = checkAxis(path, form, catalog);
      return mistake === null ? [] : [{ mistake, at }];
    }),
    ...Object.entries(block.random?.parameters ?? {}).flatMap(([path, range]) =>
      checkParameter(path, range, [...place, "random", "parameters", path], catalog),
    ),
    ...checkZip(block, place),
    ...checkTwice(axes),
    ...conditionsOf(block, place).flatMap(({ condition, at }) =>
      checkCondition(condition, at, catalog),
    ),
  ];
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

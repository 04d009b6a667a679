/** The five forms of a sweep block, each as the list of combinations it stands for. */
import { asLabels } from "./as-labels.ts";
import { drawCombinations } from "./random-form.ts";
import type { CellOverride, Combination, Place, SweepBlock, SweepRemark } from "./sweep-block.ts";

/** The forms of one block, in the order they multiply (the last varies fastest). */
export function expandForms(
  block: SweepBlock,
  place: Place,
  issues: SweepRemark[],
): readonly (readonly Combination[])[] {
  const forms: (readonly Combination[])[] = [];
  if (block.list) forms.push(expandList(block.list, [...place, "list"]));
  if (block.zip) forms.push(expandZip(block.zip, [...place, "zip"], issues));
  if (block.grid) forms.push(multiply(gridAxes(block.grid, [...place, "grid"])));
  if (block.random) forms.push(drawCombinations(block.random, [...place, "random"]));
  if (block.ablate) forms.push(expandAblation(block.ablate, [...place, "ablate"]));
  return forms;
}

/** Every way of taking one combination of each list; the last list varies fastest. */
export function multiply(lists: readonly (readonly Combination[])[]): readonly Combination[] {
  return lists.reduce<readonly Combination[]>(
    (products, list) =>
      products.flatMap((product) => list.map((combination) => [...product, ...combination])),
    [[]],
  );
}

type Lists = Readonly<Record<string, readonly unknown[]>>;

function gridAxes(grid: Lists, place: Place): readonly (readonly Combination[])[] {
  return Object.entries(grid).map(([path, values]) =>
    values.map((value, i) => [{ path, value, place: [...place, path, i] }]),
  );
}

function expandZip(zip: Lists, place: Place, issues: SweepRemark[]): readonly Combination[] {
  const entries = Object.entries(zip);
  const length = entries[0]?.[1].length ?? 0;
  for (const [path, values] of entries) {
    if (values.length === length) continue;
    issues.push({
      place: [...place, path],
      message:
        `Expected every list of a zip to be as long as \`${entries[0]?.[0] ?? ""}\` ` +
        `(${String(length)}), got ${String(values.length)} values`,
    });
  }
  return Array.from({ length }, (_, i) =>
    entries
      .filter(([, values]) => i < values.length)
      .map(([path, values]) => ({ path, value: values[i], place: [...place, path, i] })),
  );
}

function expandList(
  list: readonly Readonly<Record<string, unknown>>[],
  place: Place,
): readonly Combination[] {
  return list.map((entry, i) => flattenTree(entry, "", [...place, i]));
}

/** A partial tree as overrides. An object with a `kind`, and a label scheme, is one value: it replaces, it is not merged. */
function flattenTree(
  tree: Readonly<Record<string, unknown>>,
  prefix: string,
  place: Place,
): readonly CellOverride[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const here = [...place, key];
    return isPartialTree(value) ? flattenTree(value, path, here) : [{ path, value, place: here }];
  });
}

function isPartialTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !("kind" in value) &&
    asLabels(value) === null &&
    Object.keys(value).length > 0
  );
}

function expandAblation(ablate: Lists, place: Place): readonly Combination[] {
  return [[], ...gridAxes(ablate, place).flat()];
}

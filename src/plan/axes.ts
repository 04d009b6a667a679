/** What tells the cells of a sweep apart: the keys that vary, each cell's value of them, and names made of these. */
import { LONGEST_LABEL } from "../shared/short-labels.ts";
import { columnsOf } from "../shared/terminal-text.ts";
import { asLabels } from "./as-labels.ts";
import { canonicalJson } from "./canonical.ts";
import type { Combination } from "./sweep-block.ts";

export type AxisValue = string | number | boolean;

/** A cell as its axes see it: the overrides and the value of any key after resolving. */
export interface AxisSource {
  readonly combination: Combination;
  /** The resolved value of a dotted key; undefined where this cell has no such key. */
  readonly resolved: (key: string) => unknown;
}

export interface CellAxes {
  /** All varying keys that this cell has, for HParams and tables. */
  readonly values: Readonly<Record<string, AxisValue>>;
  /**
   * `labels: binary, learning rate: 0.001`; `base` for a cell that changes nothing. Every key that varies, but where a name
   * of the sweep would be too long for a table, only those that are needed to tell its cells apart.
   */
  readonly label: string;
  /** Every key that varies. */
  readonly fullLabel: string;
}

interface LabelPart {
  readonly key: string;
  /** `learning rate: 0.001`. */
  readonly text: string;
}

/** Axes of every cell, in the cells' order. */
export function describeAxes(cells: readonly AxisSource[]): readonly CellAxes[] {
  const labelIn = readLabels(cells.flatMap(({ combination }) => combination));
  const leaves = cells.map(({ combination }) => leavesOf(combination, labelIn));
  const keys = [...new Set(leaves.flatMap((own) => [...own.keys()]))];
  const columns = keys
    .map((key) => ({
      key,
      values: cells.map(({ resolved }, i) => leaves[i]?.get(key) ?? resolved(key)),
    }))
    .filter(({ values }) => varies(values))
    .map(({ key, values }) => ({ key, texts: axisTexts(values), cellsOf: axisValues(values) }));
  const varying = columns.map(({ key }) => key);
  const names = shortNames(varying);
  const parts = cells.map((_, i) =>
    columns.flatMap(({ key, texts }): readonly LabelPart[] =>
      leaves[i]?.has(key) === true
        ? [{ key, text: `${names.get(key) ?? key}: ${texts[i] ?? ""}` }]
        : [],
    ),
  );
  const fullLabels = parts.map(labelOf);
  const labels = fullLabels.some((label) => columnsOf(label) > LONGEST_LABEL)
    ? briefLabels(parts, varying)
    : fullLabels;
  return cells.map((_, i) => ({
    values: Object.fromEntries(
      columns.flatMap(({ key, cellsOf }) => {
        const value = cellsOf[i];
        return value === undefined ? [] : [[key, value]];
      }),
    ),
    label: labels[i] ?? "",
    fullLabel: fullLabels[i] ?? "",
  }));
}

/**
 * A value as a person writes it in a table: a label scheme as `(0, 1, 0.5)`, a list of layers as
 * `dense 128 · tanh · dense 1`, other structures as compact JSON.
 */
export function formatAxisValue(value: unknown): string {
  if (typeof value === "string") return value;
  const labels = asLabels(value);
  if (labels !== null) return `(${labels.map(String).join(", ")})`;
  return formatLayers(value) ?? canonicalJson(value);
}

/** Each layer by its kind and its number of units or filters; null where the value is no list of layers. */
function formatLayers(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const names = value.map((layer: unknown) => {
    if (typeof layer !== "object" || layer === null) return null;
    const kind: unknown = Reflect.get(layer, "kind");
    return typeof kind === "string" ? `${kind}${layerSize(layer)}` : null;
  });
  return names.includes(null) ? null : names.join(" · ");
}

function layerSize(layer: object): string {
  const size: unknown = Reflect.get(layer, "units") ?? Reflect.get(layer, "filters");
  return typeof size === "number" ? ` ${String(size)}` : "";
}

/** What the file calls the network at a key; null where it has no label, or shares it with another. */
type LabelIn = (key: string, value: unknown) => string | null;

function readLabels(overrides: Combination): LabelIn {
  const called = new Map<string, Set<string>>();
  const nameOf = (key: string, label: string): string => `${key}: ${label}`;
  for (const { path, value } of overrides) {
    const label = ownLabel(value);
    if (label === null) continue;
    const name = nameOf(path, label);
    called.set(name, (called.get(name) ?? new Set()).add(canonicalJson(value)));
  }
  return (key, value) => {
    const label = ownLabel(value);
    return label !== null && called.get(nameOf(key, label))?.size === 1 ? label : null;
  };
}

/** `label` of a network spelt out. */
function ownLabel(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("layers" in value)) return null;
  return "label" in value && typeof value.label === "string" ? value.label : null;
}

/** Overrides by leaf key: an object is taken apart unless it is a label scheme or a network with a label. */
function leavesOf(combination: Combination, labelIn: LabelIn): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const { path, value } of combination) {
    const label = labelIn(path, value);
    if (label === null) collectLeaves(value, path, leaves);
    else leaves.set(path, label);
  }
  return leaves;
}

function collectLeaves(value: unknown, key: string, leaves: Map<string, unknown>): void {
  const isTree = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isTree || asLabels(value) !== null) {
    leaves.set(key, value);
    return;
  }
  for (const [name, item] of Object.entries(value)) collectLeaves(item, `${key}.${name}`, leaves);
}

/** Values as labels write them; in full where lists of layers would look alike. */
function axisTexts(values: readonly unknown[]): readonly string[] {
  const whole = values.map((value) => (value === undefined ? "" : canonicalJson(value)));
  const short = values.map((value) => (value === undefined ? "" : formatAxisValue(value)));
  if (new Set(short).size === new Set(whole).size) return short;
  return values.map((value, i) => (Array.isArray(value) ? (whole[i] ?? "") : (short[i] ?? "")));
}

const varies = (values: readonly unknown[]): boolean =>
  new Set(values.map((value) => (value === undefined ? "" : canonicalJson(value)))).size > 1;

/** One type per key, because TensorBoard drops runs that mix texts and numbers: mixed values all become texts. */
function axisValues(values: readonly unknown[]): readonly (AxisValue | undefined)[] {
  const given = values.filter((value) => value !== undefined);
  const type = typeof given[0];
  const isScalar = type === "string" || type === "number" || type === "boolean";
  const keep = isScalar && given.every((value) => typeof value === type);
  return values.map((value) => {
    if (value === undefined) return undefined;
    if (keep) return value as AxisValue;
    return typeof value === "string" ? value : canonicalJson(value);
  });
}

/** The shortest ending of each key that no other key shares; a trailing `kind` is left out. */
function shortNames(keys: readonly string[]): ReadonlyMap<string, string> {
  const parts = keys.map((key) => key.replace(/\.kind$/, "").split("."));
  return new Map(
    keys.map((key, i) => {
      const own = parts[i] ?? [key];
      for (let length = 1; length < own.length; length++) {
        const name = own.slice(-length).join(".");
        const shared = parts.some((other, j) => j !== i && other.slice(-length).join(".") === name);
        if (!shared) return [key, name];
      }
      return [key, own.join(".")];
    }),
  );
}

const labelOf = (parts: readonly LabelPart[]): string =>
  parts.length === 0 ? "base" : parts.map(({ text }) => text).join(", ");

/** Leaves out, from the last, each key without which all names differ still and none is empty that was not. */
function briefLabels(
  parts: readonly (readonly LabelPart[])[],
  keys: readonly string[],
): readonly string[] {
  let kept = parts;
  for (const key of keys.toReversed()) {
    const without = kept.map((own) => own.filter((part) => part.key !== key));
    const isClear = new Set(without.map(labelOf)).size === parts.length;
    const isNamed = without.every((own, i) => own.length > 0 || parts[i]?.length === 0);
    if (isClear && isNamed) kept = without;
  }
  return kept.map(labelOf);
}

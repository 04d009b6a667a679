/** Settings as a tree in which each value knows where it is written, even after files are merged. */
import type { Position } from "./issue.ts";
import { positionOf, spansLines } from "./source.ts";
import type { Range } from "./source.ts";

export type Segment = string | number;

export type Scalar = string | number | boolean | null;

export interface LocatedMap {
  readonly type: "map";
  readonly entries: ReadonlyMap<string, Entry>;
  readonly at: Range;
}

export type Located =
  | { readonly type: "scalar"; readonly value: Scalar; readonly at: Range }
  | { readonly type: "list"; readonly items: readonly Located[]; readonly at: Range }
  | LocatedMap;

export interface Entry {
  readonly key: Range;
  readonly value: Located;
}

/** The plain value. */
export function toPlain(node: Located): unknown {
  switch (node.type) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toPlain);
    case "map":
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, toPlain(value)]));
  }
}

/** Where the value at a path stands, or the nearest value around it; `key`: where its key stands. */
export function locateIn(
  root: Located,
  path: readonly Segment[],
  part: "key" | "value" = "value",
): Position {
  let node = root;
  let key: Range | null = null;
  for (const [i, segment] of path.entries()) {
    const entry = childOf(node, segment);
    if (entry === null) return positionOf(around(node, key));
    ({ key } = entry);
    node = entry.value;
    if (part === "key" && i === path.length - 1 && key !== null) return positionOf(key);
  }
  return positionOf(around(node, key));
}

/** The node at a path, or null. */
export function nodeAt(root: Located, path: readonly Segment[]): Located | null {
  let node: Located = root;
  for (const segment of path) {
    const child = childOf(node, segment);
    if (child === null) return null;
    node = child.value;
  }
  return node;
}

/**
 * `over` put over `base`: maps key by key, everything else replaced. A map with another `kind` replaces the whole map,
 * because the keys of one kind mean nothing to another.
 */
export function mergeLocated(base: Located, over: Located): Located {
  if (base.type !== "map" || over.type !== "map" || isOtherKind(base, over)) return over;
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    entries.set(
      key,
      below === undefined ? entry : { ...entry, value: mergeLocated(below.value, entry.value) },
    );
  }
  return { type: "map", entries, at: over.at };
}

function isOtherKind(base: LocatedMap, over: LocatedMap): boolean {
  const [before, after] = [base, over].map((map) => map.entries.get("kind")?.value);
  if (after === undefined) return false;
  if (before?.type !== "scalar" || after.type !== "scalar") return true;
  return before.value !== after.value;
}

function childOf(
  node: Located,
  segment: Segment,
): { readonly key: Range | null; readonly value: Located } | null {
  if (node.type === "map") return node.entries.get(String(segment)) ?? null;
  if (node.type !== "list") return null;
  const value = node.items[Number(segment)];
  return value === undefined ? null : { key: null, value };
}

/** What to underline for a value: the value, or its key where the value is empty or goes over several lines. */
function around(node: Located, key: Range | null): Range {
  const { at } = node;
  if (key !== null && (at.start === at.end || spansLines(at))) return key;
  if (node.type !== "map" || !spansLines(at)) return at;
  const first = [...node.entries.values()][0];
  return first === undefined || first.key.source !== at.source ? at : first.key;
}

/**
 * A parsed YAML document → a located tree. Anchors, aliases and merge keys (`<<`) work as YAML has them: an explicit key
 * wins over a merged one, an earlier merged map over a later one, and a merged value is blamed where it is written.
 */
import { isAlias, isMap, isNode, isScalar, isSeq, visit } from "yaml";
import type { Alias, Document, Pair, YAMLMap } from "yaml";

import type { Issue, IssueCode } from "./issue.ts";
import type { Entry, Located, LocatedMap, Scalar } from "./located.ts";
import { nearestName } from "./nearest.ts";
import { positionOf } from "./source.ts";
import type { Range, Source } from "./source.ts";

/** Values a file may have once its aliases are followed: far above any experiment, far below the memory. */
const MOST_VALUES = 1_000_000;

interface Reading {
  readonly document: Document;
  readonly rangeOf: (node: unknown, near: number) => Range;
  readonly report: (code: IssueCode, at: Range, path: Path, message: string, hint: string) => void;
  /** Nodes that are being read: an alias to one of them would never end. */
  readonly open: Set<unknown>;
  count: number;
}

type Path = readonly string[];

export function locateDocument(
  document: Document,
  source: Source,
  offset: number,
): { readonly root: Located | null; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const reading: Reading = {
    document,
    open: new Set(),
    count: 0,
    rangeOf(node, near) {
      const [start, end] = (isNode(node) ? node.range : null) ?? [near - offset, near - offset];
      return { source, start: start + offset, end: end + offset };
    },
    report(code, at, path, message, hint) {
      const dotted = path.join(".");
      const text = dotted === "" ? message : `${dotted}: ${message}`;
      issues.push({ code, position: positionOf(at), path: dotted, message: text, hint });
    },
  };
  const root = read(document.contents, [], offset, reading);
  return { root: issues.some(({ code }) => code === "yaml") ? null : root, issues };
}

/** `near`: where an empty value stands. */
function read(node: unknown, path: Path, near: number, reading: Reading): Located {
  const at = reading.rangeOf(node, near);
  if (++reading.count > MOST_VALUES) {
    if (reading.count === MOST_VALUES + 1) {
      const most = `at most ${String(MOST_VALUES)} values`;
      reading.report("yaml", at, path, `expected ${most}, got more`, "use fewer aliases");
    }
    return { type: "scalar", value: null, at };
  }
  if (isAlias(node)) return readAlias(node, path, at, reading);
  if (isMap(node)) return readMap(node, path, at, reading);
  if (isSeq(node)) return readList(node, path, at, reading);
  return { type: "scalar", value: isScalar(node) ? scalarOf(node.value) : null, at };
}

function readAlias(alias: Alias, path: Path, at: Range, reading: Reading): Located {
  const target = alias.resolve(reading.document);
  if (target !== undefined && !reading.open.has(target))
    return read(target, path, at.start, reading);
  const name = `\`*${alias.source}\``;
  if (target === undefined) {
    const message = `expected an anchor \`&${alias.source}\` above, got none for ${name}`;
    reading.report("yaml", at, path, message, anchorsHint(alias.source, reading.document));
    return { type: "scalar", value: null, at };
  }
  const hint = `${name} stands inside of \`&${alias.source}\``;
  reading.report("yaml", at, path, `expected a value, got ${name}, which contains itself`, hint);
  return { type: "scalar", value: null, at };
}

function anchorsHint(name: string, document: Document): string {
  const anchors: string[] = [];
  visit(document, {
    Node(_, node) {
      const anchor: unknown = Reflect.get(node, "anchor");
      if (typeof anchor === "string") anchors.push(anchor);
    },
  });
  if (anchors.length === 0) return "name a value by `key: &name value`, then use it as `*name`";
  const near = nearestName(name, anchors);
  return near === null ? `the anchors are ${anchors.join(", ")}` : `did you mean \`*${near}\`?`;
}

function readList(
  node: { readonly items: readonly unknown[] },
  path: Path,
  at: Range,
  reading: Reading,
): Located {
  reading.open.add(node);
  const items = node.items.map((item, i) => read(item, [...path, String(i)], at.start, reading));
  reading.open.delete(node);
  return { type: "list", items, at };
}

function readMap(node: YAMLMap, path: Path, at: Range, reading: Reading): LocatedMap {
  reading.open.add(node);
  const entries = new Map<string, Entry>();
  const merged: LocatedMap[] = [];
  for (const pair of node.items) {
    const key = reading.rangeOf(pair.key, at.start);
    if (!isScalar(pair.key)) {
      reading.report("yaml", key, path, "expected a word as a key, got a list or an object", KEYS);
    } else if (isMergeKey(pair)) {
      merged.push(...readMerged(pair.value, path, key, reading));
    } else {
      const name = keyName(pair.key);
      const value = read(pair.value, [...path, name], key.end, reading);
      const first = entries.get(name);
      if (first === undefined) entries.set(name, { key, value });
      else reportTwice([...path, name], first, key, reading);
    }
  }
  reading.open.delete(node);
  for (const map of merged)
    for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
  return { type: "map", entries, at };
}

const KEYS = "a key is a name of this program's schema, such as `training`";

const isMergeKey = ({ key }: Pair): boolean =>
  isScalar(key) && key.value === "<<" && key.type === "PLAIN";

/** The maps that `<<` puts under the others: `*base`, `[*base, *more]` or a map in place. */
function readMerged(value: unknown, path: Path, key: Range, reading: Reading): LocatedMap[] {
  const merged = read(value, path, key.end, reading);
  const maps = merged.type === "list" ? merged.items : [merged];
  return maps.flatMap((map) => {
    if (map.type === "map") return [map];
    const hint = "name an object by its anchor, such as `<<: *base`";
    reading.report(
      "yaml",
      map.at,
      path,
      "expected an object to merge after `<<`, got something else",
      hint,
    );
    return [];
  });
}

function reportTwice(path: Path, first: Entry, again: Range, reading: Reading): void {
  const { line } = positionOf(first.key);
  const message = `expected this key once, got it again (first in line ${String(line)})`;
  reading.report("duplicate-key", again, path, message, "remove one of the two");
}

function keyName(key: { readonly value: unknown; readonly source?: string }): string {
  return key.source ?? String(key.value);
}

/** YAML 1.2's core schema has these scalars only. */
function scalarOf(value: unknown): Scalar {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

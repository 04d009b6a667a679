/** `--set key=value`: values of the command line put over those of the files, each blamed as `--set key=value`. */
import type { Catalog } from "./catalog.ts";
import type { Issue } from "./issue.ts";
import type { Entry, Located } from "./located.ts";
import { toPlain } from "./located.ts";
import { explainNoKey } from "./explain-paths.ts";
import { toIssue } from "./mistake.ts";
import type { Mistake } from "./mistake.ts";
import { parseYaml } from "./parse-yaml.ts";
import { createOptionSource, positionOf } from "./source.ts";
import type { Range } from "./source.ts";
import { isPlain, putAt, schemasAt } from "./walk-schema.ts";

export interface Setting {
  readonly path: readonly string[];
  readonly key: Range;
  readonly value: Located;
}

const OPTION = "--set ";

/** Reads options as typed after `--set`; what cannot be read is an issue. */
export function parseSettings(options: readonly string[]): {
  readonly settings: readonly Setting[];
  readonly issues: readonly Issue[];
} {
  const issues: Issue[] = [];
  const settings = options.flatMap((option) => {
    const source = createOptionSource(OPTION + option);
    const equals = option.indexOf("=");
    const end = OPTION.length + (equals === -1 ? option.length : equals);
    const key = { source, start: OPTION.length, end };
    const name = option.slice(0, Math.max(0, equals)).trim();
    if (name === "") {
      const text = `expected key=value, got \`${option}\``;
      const hint = "for example `--set training.steps=100`";
      issues.push(toIssue({ code: "yaml", path: [], part: "value", text, hint }, positionOf(key)));
      return [];
    }
    const parsed = parseYaml(source, end + 1);
    issues.push(...parsed.issues);
    return parsed.root === null ? [] : [{ path: name.split("."), key, value: parsed.root }];
  });
  return { settings, issues };
}

/** Puts settings over a tree; a key that the schema does not have is an issue and changes nothing. */
export function applySettings(
  root: Located,
  settings: readonly Setting[],
  catalog: Catalog,
): { readonly root: Located; readonly issues: readonly Issue[] } {
  let tree = root;
  const issues: Issue[] = [];
  for (const setting of settings) {
    const mistake = refusal(setting, catalog);
    if (mistake !== null) issues.push(toIssue(mistake, positionOf(setting.key)));
    else tree = putSetting(tree, setting, catalog);
  }
  return { root: tree, issues };
}

const FILES_ONLY = ["extends", "extensions"];

function refusal({ path }: Setting, catalog: Catalog): Mistake | null {
  const [first = ""] = path;
  if (FILES_ONLY.includes(first)) {
    const text = "expected to stand in a file, got it on the command line";
    return { code: "unknown-key", path, part: "key", text };
  }
  if (first === "sweep" || schemasAt(catalog.root, path, catalog.schemas).length > 0) return null;
  return { ...explainNoKey(path, catalog), code: "unknown-key" };
}

/** Values on the way that the files do not write, and label schemes by name, are spelt out as if the option had them. */
function putSetting(root: Located, { path, key, value }: Setting, catalog: Catalog): Located {
  const [first = "", ...rest] = path;
  if (root.type !== "map") return root;
  const before = root.entries.get(first);
  const entry = { key: before?.key ?? key };
  if (rest.length === 0) return withEntry(root, first, { key, value });
  const written = before === undefined ? undefined : toPlain(before.value);
  const tree = written === undefined ? {} : { [first]: written };
  const plain = putAt(tree, path, toPlain(value), catalog.root, catalog.schemas);
  // Leads into something without parts: the whole value is replaced, and found wrong as what it is.
  if (!isPlain(plain)) return withEntry(root, first, { key, value });
  const located = relocate(plain[first], before?.value, rest, { key, value });
  return withEntry(root, first, { ...entry, value: located });
}

function withEntry(root: Located, name: string, entry: Entry): Located {
  if (root.type !== "map") return root;
  return { ...root, entries: new Map([...root.entries, [name, entry]]) };
}

/** A plain tree with places: those of `before` where it has them, the setting's along `path`. */
function relocate(
  plain: unknown,
  before: Located | undefined,
  path: readonly string[] | null,
  setting: Entry,
): Located {
  if (path?.length === 0) return setting.value;
  const [next] = path ?? [];
  const restOf = (name: string): readonly string[] | null =>
    path !== null && name === next ? path.slice(1) : null;
  const at = before?.at ?? setting.key;
  if (Array.isArray(plain)) {
    const items = plain.map((item: unknown, i) => {
      const below = before?.type === "list" ? before.items[i] : undefined;
      return relocate(item, below, restOf(String(i)), setting);
    });
    return { type: "list", items, at };
  }
  if (isPlain(plain)) {
    const entries = Object.entries(plain).map(([name, item]): [string, Entry] => {
      const below = before?.type === "map" ? before.entries.get(name) : undefined;
      const value = relocate(item, below?.value, restOf(name), setting);
      return [name, { key: below?.key ?? setting.key, value }];
    });
    return { type: "map", entries: new Map(entries), at };
  }
  const isScalar = plain === null || ["string", "number", "boolean"].includes(typeof plain);
  return before ?? { type: "scalar", value: isScalar ? scalar(plain) : null, at };
}

const scalar = (value: unknown): string | number | boolean | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;

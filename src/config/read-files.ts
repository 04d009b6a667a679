/** An experiment file and all it extends, merged into one tree in which each value knows its own file. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

import { describeGot } from "./describe.ts";
import type { Issue } from "./issue.ts";
import { mergeLocated } from "./located.ts";
import type { Located } from "./located.ts";
import { toIssue } from "./mistake.ts";
import { didYouMean } from "./nearest.ts";
import { parseYaml } from "./parse-yaml.ts";
import { createFileSource, displayPath, positionOf } from "./source.ts";

export interface ReadFiles {
  /** Null where a file cannot be read as settings. */
  readonly root: Located | null;
  /** Absolute paths, the experiment first. */
  readonly files: readonly string[];
  readonly issues: readonly Issue[];
}

/** `path`: absolute, an existing file. `above`: the files that led here. */
export function readFiles(path: string, above: readonly string[] = []): ReadFiles {
  const source = createFileSource(path, readFileSync(path, "utf8"));
  const { root, issues } = parseYaml(source);
  const files = [path];
  if (root === null) return { root, files, issues };
  if (root.type !== "map") {
    const isEmpty = root.type === "scalar" && root.value === null;
    const got = isEmpty ? "an empty file" : describeGot(root.type === "list" ? [0] : root.value);
    const at = isEmpty ? { source, start: 0, end: 1 } : root.at;
    const text = `expected the keys of an experiment, such as \`name: my-experiment\`, got ${got}`;
    const mistake = { code: "wrong-type" as const, path: [], part: "value" as const, text };
    return { root: null, files, issues: [...issues, toIssue(mistake, positionOf(at))] };
  }
  const link = root.entries.get("extends")?.value;
  if (link?.type !== "scalar" || typeof link.value !== "string" || link.value === "")
    return { root, files, issues };
  const base = readBase(link.value, link, [...above, path]);
  return {
    root: base.root === null ? null : mergeFiles(base.root, root),
    files: [...files, ...base.files],
    issues: [...issues, ...base.issues],
  };
}

function readBase(name: string, link: Located, chain: readonly string[]): ReadFiles {
  const from = chain.at(-1) ?? "";
  const path = resolve(dirname(from), name);
  const refuse = (text: string, hint: string | null): ReadFiles => ({
    root: null,
    files: [],
    issues: [
      toIssue(
        { code: "extends", path: ["extends"], part: "value", text, hint },
        positionOf(link.at),
      ),
    ],
  });
  if (chain.includes(path)) {
    const circle = [...chain.slice(chain.indexOf(path)), path].map((file) => basename(file));
    return refuse(
      `expected files that end somewhere, got a circle: ${circle.join(" → ")}`,
      "a file cannot extend itself, not even through others",
    );
  }
  if (!isFile(path)) {
    const text = `expected a file, got \`${name}\`, and there is no file ${displayPath(path)}`;
    return refuse(text, nearestFile(path) ?? "the path is relative to the file that names it");
  }
  return readFiles(path, chain);
}

/** Key by key; extensions of both files count. */
function mergeFiles(base: Located, over: Located): Located {
  const merged = mergeLocated(base, over);
  if (base.type !== "map" || over.type !== "map" || merged.type !== "map") return merged;
  const below = base.entries.get("extensions");
  const above = over.entries.get("extensions");
  if (below?.value.type !== "list" || above?.value.type !== "list") return merged;
  const items = [...below.value.items, ...above.value.items];
  const entries = new Map(merged.entries);
  entries.set("extensions", { key: above.key, value: { ...above.value, items } });
  return { ...merged, entries };
}

export const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

/** A file of a similar name in the same folder, as a hint. */
export function nearestFile(path: string): string | null {
  const folder = dirname(path);
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  return didYouMean(basename(path), names);
}

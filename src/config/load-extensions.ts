/**
 * Loads the modules that an experiment names under `extensions:` and checks what they export. The digest of a module's
 * file is part of the identity of runs that use it, which is why a module is one file without files of its own.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import type { Extension } from "./catalog.ts";
import { checkExports } from "./check-extension.ts";
import type { Issue } from "./issue.ts";
import { nodeAt } from "./located.ts";
import type { Located } from "./located.ts";
import { toIssue } from "./mistake.ts";
import { isFile, nearestFile } from "./read-files.ts";
import { displayPath, positionOf } from "./source.ts";

export interface LoadedExtensions {
  readonly extensions: readonly Extension[];
  readonly issues: readonly Issue[];
}

/** `experiment`: absolute path of the experiment file, which names of extensions are relative to. */
export async function loadExtensions(root: Located, experiment: string): Promise<LoadedExtensions> {
  const list = nodeAt(root, ["extensions"]);
  const extensions: Extension[] = [];
  const issues: Issue[] = [];
  for (const [i, item] of (list?.type === "list" ? list.items : []).entries()) {
    if (item.type !== "scalar" || typeof item.value !== "string" || item.value === "") continue;
    const path = resolve(dirname(item.at.source.path ?? experiment), item.value);
    if (extensions.some(({ file }) => file.path === path)) continue;
    const loaded = await loadExtension(path, item.value, experiment, extensions);
    if ("file" in loaded) extensions.push(loaded);
    else {
      const { text, hint } = loaded;
      const place = { code: "extension", path: ["extensions", i], part: "value" } as const;
      issues.push(toIssue({ ...place, text, hint }, positionOf(item.at)));
    }
  }
  return { extensions, issues };
}

interface Refusal {
  readonly text: string;
  readonly hint: string | null;
}

async function loadExtension(
  path: string,
  name: string,
  experiment: string,
  others: readonly Extension[],
): Promise<Extension | Refusal> {
  if (!isFile(path)) {
    const text = `expected a module, got \`${name}\`, and there is no file ${displayPath(path)}`;
    const hint = nearestFile(path) ?? "the path is relative to the file that names it";
    return { text, hint };
  }
  const content = readFileSync(path);
  const own = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']*)["']/.exec(content.toString());
  if (own !== null)
    return {
      text: `expected a module in one file, got an import of \`${own[1] ?? ""}\``,
      hint: "its digest is part of a run's identity: put all that can change numbers into the file",
    };
  const module = await importModule(path);
  if ("text" in module) return module;
  const checked = checkExports(module.exports, others);
  if ("text" in checked) return checked;
  const { family, kind, schema, tags } = checked;
  const file = {
    name: relative(dirname(experiment), path).replaceAll("\\", "/"),
    path,
    digest: createHash("sha256").update(content).digest("hex"),
    family,
    kind,
  };
  return { file, schema, tags };
}

async function importModule(path: string): Promise<{ readonly exports: object } | Refusal> {
  try {
    const module: unknown = await import(pathToFileURL(path).href);
    return { exports: typeof module === "object" && module !== null ? module : {} };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      text: `expected a module that loads, got ${reason.split("\n")[0] ?? ""}`,
      hint: `try it by itself: node ${displayPath(path)}`,
    };
  }
}

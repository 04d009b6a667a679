/** The house plan as data: which room may import from which (docs/architecture.md draws the same table). */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import { describe, expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");

const RANKS: Readonly<Record<string, number>> = {
  shared: 0,
  config: 1,
  analysis: 2,
  plan: 2,
  data: 2,
  pictures: 2,
  tensorboard: 2,
  program: 2,
  gan: 3,
  engine: 3,
  metrics: 3,
  runs: 3,
  training: 4,
  execution: 4,
  report: 4,
  worker: 5,
  cli: 5,
};

/** Rooms of one rank do not import each other, except these. */
const NEIGHBOURS: readonly string[] = ["engine → gan", "metrics → runs"];

/** Rooms the parent process loads: none of their files may load a tensor library, not even indirectly. */
const PARENT_ENTRY = "cli/main.ts";
const TENSOR_LIBRARIES = /^(@tensorflow\/|onnxruntime)/;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

describe("the rooms of src/", () => {
  const files = listFiles(SRC);
  const imports = files.flatMap(importsOf);

  test("every folder of src/ has a rank", () => {
    expect(readdirSync(SRC).filter((name) => !(name in RANKS))).toEqual([]);
  });

  test("a file imports only from its own room or a room of lower rank", () => {
    const wrong = imports.filter(
      ({ from, to }) => to.startsWith("/") && !isAllowed(from, to.slice(1)),
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test("there are no import cycles", () => {
    expect(findCycle(files, imports)).toEqual([]);
  });

  test("the parent's modules never load a tensor library", () => {
    const reached = reach(PARENT_ENTRY, imports);
    const loads = imports.filter(
      ({ from, to, typeOnly }) => reached.has(from) && !typeOnly && TENSOR_LIBRARIES.test(to),
    );
    expect(loads.map(({ from, to }) => `${from} loads ${to}`)).toEqual([]);
  });
});

function isAllowed(from: string, to: string): boolean {
  const [source, target] = [room(from), room(to)];
  if (source === target) return true;
  return (
    (RANKS[target] ?? 9) < (RANKS[source] ?? -1) || NEIGHBOURS.includes(`${source} → ${target}`)
  );
}

const room = (file: string): string => file.split("/")[0] ?? "";

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => path.replaceAll("\\", "/"));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), "utf8");
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/g;
  const dynamic = /\bimport\(\s*["']([^"']+)["']\s*\)/g;
  const found = [...text.matchAll(statement)].map((match) => ({
    target: match[2] ?? "",
    typeOnly: match[1] !== undefined,
    dynamic: false,
  }));
  const late = [...text.matchAll(dynamic)].map((match) => ({
    target: match[1] ?? "",
    // `import("x")` in a type position is erased; `await import("x")` loads.
    typeOnly: !text.includes(`await ${match[0]}`),
    dynamic: true,
  }));
  return [...found, ...late].map(({ target, ...rest }) => ({
    from: file,
    to: target.startsWith(".") ? `/${relative(SRC, resolve(SRC, dirname(file), target))}` : target,
    ...rest,
  }));
}

/** Files that run when `entry` runs: static value imports, and lazily loaded commands. */
function reach(entry: string, imports: readonly Import[]): Set<string> {
  const seen = new Set<string>([entry]);
  for (const file of seen)
    for (const { from, to, typeOnly } of imports)
      if (from === file && to.startsWith("/") && !typeOnly) seen.add(to.slice(1));
  return seen;
}

function findCycle(files: readonly string[], imports: readonly Import[]): string[] {
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  const visit = (file: string): string[] => {
    if (state.get(file) === "done") return [];
    if (state.get(file) === "open") return [...trail.slice(trail.indexOf(file)), file];
    state.set(file, "open");
    trail.push(file);
    for (const { from, to, typeOnly } of imports) {
      if (from !== file || typeOnly || !to.startsWith("/")) continue;
      const cycle = visit(to.slice(1));
      if (cycle.length > 0) return cycle;
    }
    trail.pop();
    state.set(file, "done");
    return [];
  };
  for (const file of files) {
    const cycle = visit(file);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

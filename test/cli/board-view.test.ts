import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { makeBoardView } from "../../src/cli/board-view.ts";
import { writeJson } from "../../src/shared/files.ts";
import { all, decodeEventFile, decodeFields, first, text } from "../tensorboard/decode.ts";
import { makeFolder } from "./run-lsgan.ts";

let folder: string;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A sweep of one cell with a description of its own, as its event file would be. */
function makeSweep(name: string, axes: Readonly<Record<string, unknown>>, metric: string): void {
  const directory = join(folder, "runs", name);
  mkdirSync(join(directory, `cell-${name}`, "seed-1"), { recursive: true });
  writeFileSync(join(directory, "events.out.tfevents.1.own"), "the sweep's own description");
  const evaluation = { metrics: [{ kind: metric }] };
  writeJson(join(directory, "plan.json"), {
    sharedSpec: { evaluation },
    cells: [{ name: `cell-${name}`, label: "base", axes, spec: {} }],
  });
}

/** Names of the axes and tags of the metrics in the view's one description. */
function readColumns(view: string): { axes: readonly string[]; tags: readonly string[] } {
  const [name = ""] = readdirSync(view).filter((file) => file.startsWith("events."));
  const content = decodeEventFile(join(view, name))
    .flatMap(({ values }) => values)
    .find(({ tag }) => tag === "_hparams_/experiment")?.metadata?.content;
  const data = decodeFields(content ?? Buffer.alloc(0));
  const experiment = decodeFields(first(data, 2) ?? Buffer.alloc(0));
  return {
    axes: all(experiment, 4).map((bytes) => text(decodeFields(bytes), 1)),
    tags: all(experiment, 5).map((bytes) => text(decodeFields(bytes), 3)),
  };
}

test("a board of all sweeps has the columns of each, and shows no sweep's own description", () => {
  makeSweep("one", { "training.steps": 5 }, "mixture-modes");
  makeSweep("two", {}, "class-kl");
  mkdirSync(join(folder, "runs/broken"));
  writeFileSync(join(folder, "runs/broken/plan.json"), "{");
  const view = makeBoardView(join(folder, "runs"));
  const { axes, tags } = readColumns(view.folder);
  expect(axes).toEqual(["training.steps", "cell"]);
  expect(tags).toContain("modes-20");
  expect(tags).toContain("class-kl");
  expect(readdirSync(join(view.folder, "one"))).toEqual(["cell-one"]);
  expect(existsSync(join(view.folder, "one/cell-one/seed-1"))).toBe(true);
  rmSync(view.folder, { recursive: true });
  expect(existsSync(join(folder, "runs/one/cell-one/seed-1"))).toBe(true);
});

test("cells that come later are linked when it looks again", () => {
  makeSweep("one", {}, "class-kl");
  const view = makeBoardView(join(folder, "runs"));
  makeSweep("two", {}, "class-kl");
  expect(existsSync(join(view.folder, "two"))).toBe(false);
  view.refresh();
  expect(existsSync(join(view.folder, "two/cell-two/seed-1"))).toBe(true);
  rmSync(view.folder, { recursive: true });
});
